import type { PolicyPlan } from '@daybook/api-contract';
import { effectLooks } from '../words/looks.ts';
import { revealUnseen } from '../words/pretty-json.ts';
import { Section } from './section.tsx';
import { CodeBlock } from './code-block.tsx';
import { StateBadge } from './state-badge.tsx';

/** What the version does that waits, or else the one that runs, step by step, and what leaves the machine. */
export function PolicyPlanView({ plan }: { readonly plan: PolicyPlan }) {
  return (
    <Section title="What it will do" aside={plan.when}>
      <ol className="plan">
        {plan.steps.map(({ id, type, effect, words }) => (
          <li key={id} className="plan-step">
            <StateBadge look={effectLooks[effect]} />
            <div>
              <p className="words">{revealUnseen(words)}</p>
              <p className="faint">
                <code>{id}</code> · {type}
              </p>
            </div>
          </li>
        ))}
      </ol>
      <dl className="facts">
        <Fact name="Recipients" values={plan.recipients} none="Nobody gets mail" />
        <Fact name="Data comes from" values={plan.providers} none="Nothing is fetched" />
        <Fact name="Datasets written" values={plan.datasets} none="None" />
      </dl>
      {plan.queries.length > 0 && (
        <details className="more" open={plan.queries.length <= 2}>
          <summary>The SQL that it reads with ({plan.queries.length})</summary>
          {plan.queries.map((query, index) => (
            <CodeBlock key={query} label={`Query ${index + 1}`} text={query} />
          ))}
        </details>
      )}
    </Section>
  );
}

function Fact({
  name,
  values,
  none,
}: {
  readonly name: string;
  readonly values: readonly string[];
  readonly none: string;
}) {
  return (
    <div>
      <dt>{name}</dt>
      {values.length === 0 ? (
        <dd className="faint">{none}</dd>
      ) : (
        values.map((value) => (
          <dd key={value} className="words">
            {revealUnseen(value)}
          </dd>
        ))
      )}
    </div>
  );
}
