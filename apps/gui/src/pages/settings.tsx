import { routes } from '@daybook/api-contract';
import { useQuery } from '@tanstack/react-query';
import { useClient } from '../api/client-context.tsx';
import { emailQuery, sessionQuery, systemQuery, tokensQuery } from '../api/queries.ts';
import { useChange } from '../api/use-change.ts';
import { useNow } from '../api/use-now.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { Answer } from '../parts/answer.tsx';
import { EmailForm } from '../parts/email-form.tsx';
import { MailTest } from '../parts/mail-test.tsx';
import { Moment } from '../parts/moment.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { Section } from '../parts/section.tsx';
import { ThemeChoice } from '../parts/theme-choice.tsx';
import { TokenList } from '../parts/token-list.tsx';

/** Mail, tokens, looks, and what is running. */
export function SettingsPage() {
  const client = useClient();
  const email = useQuery(emailQuery(client));
  const tokens = useQuery(tokensQuery(client));
  return (
    <>
      <PageHeading title="Settings" />
      <Section title="E-mail">
        <Answer query={email} what="the e-mail settings">
          {(settings) => (
            <>
              <EmailForm settings={settings} />
              <MailTest settings={settings} />
            </>
          )}
        </Answer>
      </Section>
      <Section title="Tokens for agents">
        <Answer query={tokens} what="the tokens">
          {({ items }) => <TokenList tokens={items} />}
        </Answer>
      </Section>
      <Section title="Appearance">
        <ThemeChoice />
      </Section>
      <About />
    </>
  );
}

function About() {
  const client = useClient();
  const system = useQuery(systemQuery(client));
  const session = useQuery(sessionQuery(client)).data;
  const now = useNow(15_000);
  const signOut = useChange(routes.endSession, { makesOld: ['session'] });
  return (
    <Section title="About">
      <Answer query={system} what="the state of the server">
        {({ version, now: clock, timezone, started_at, running_runs, last_tick }) => (
          <dl className="facts">
            <div>
              <dt>Version</dt>
              <dd className="numeric">{version}</dd>
            </div>
            <div>
              <dt>The server's clock</dt>
              <dd>
                <Moment at={clock} zone={timezone} showsZone />
              </dd>
            </div>
            <div>
              <dt>Up since</dt>
              <dd>
                <Moment at={started_at} now={now} />
              </dd>
            </div>
            <div>
              <dt>Scheduler looked last</dt>
              <dd>{last_tick === null ? 'Not yet' : <Moment at={last_tick} now={now} />}</dd>
            </div>
            <div>
              <dt>Runs under way</dt>
              <dd className="numeric">{running_runs}</dd>
            </div>
            <div>
              <dt>Signed in as</dt>
              <dd className="words">{session?.name ?? '–'}</dd>
            </div>
          </dl>
        )}
      </Answer>
      <ActionButton onClick={() => signOut.ask({})} isUnderWay={signOut.isUnderWay}>
        Sign out
      </ActionButton>
      {signOut.problem !== null && <ProblemNote problem={signOut.problem} />}
    </Section>
  );
}
