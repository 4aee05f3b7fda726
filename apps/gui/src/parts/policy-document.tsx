import type { PolicyDetail } from '@daybook/api-contract';
import { toPrettyJson } from '../words/pretty-json.ts';
import { CodeBlock } from './code-block.tsx';
import { Moment } from './moment.tsx';
import { Section } from './section.tsx';

/** The newest version as it is stored, with its hash and who wrote and decided it. */
export function PolicyDocument({ policy: { version } }: { readonly policy: PolicyDetail }) {
  return (
    <Section title="The document" aside={`Version ${version.version}`}>
      <dl className="facts">
        <div>
          <dt>Hash</dt>
          <dd>
            <code className="hash">{version.hash ?? 'none: this release cannot read the version'}</code>
          </dd>
        </div>
        <div>
          <dt>Written</dt>
          <dd>
            <Moment at={version.created_at} /> by <span className="words">{version.created_by}</span>
          </dd>
        </div>
        {version.decided_at !== null && (
          <div>
            <dt>{version.verdict === 'rejected' ? 'Rejected' : 'Decided'}</dt>
            <dd>
              <Moment at={version.decided_at} />
              {version.decided_by !== null && (
                <>
                  {' '}
                  by <span className="words">{version.decided_by}</span>
                </>
              )}
            </dd>
          </div>
        )}
      </dl>
      <CodeBlock label="Policy document" text={toPrettyJson(version.document)} />
    </Section>
  );
}
