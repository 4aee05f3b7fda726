import type { PolicyDetail } from '@daybook/api-contract';
import { describeChanges } from '../diff/changed-parts.ts';
import { revealUnseen } from '../words/pretty-json.ts';
import { DiffView } from './diff-view.tsx';
import { Section } from './section.tsx';

/** What the newest version changes of the approved one; nothing where there is nothing to compare. */
export function PolicyChanges({ policy: { version, approved } }: { readonly policy: PolicyDetail }) {
  if (approved === null || approved.version === version.version) return null;
  const changes = describeChanges(approved.document, version.document);
  return (
    <Section title="What changes" aside={`Version ${approved.version} to version ${version.version}`}>
      {changes.length === 0 ? (
        <p>The two documents say the same.</p>
      ) : (
        <>
          <ul className="changes">
            {changes.map((change) => (
              <li key={change} className="words">
                {revealUnseen(change)}
              </li>
            ))}
          </ul>
          <DiffView
            before={approved.document}
            after={version.document}
            beforeName={`Approved, version ${approved.version}`}
            afterName={`${version.verdict === 'proposed' ? 'Proposed' : 'Newest'}, version ${version.version}`}
          />
        </>
      )}
    </Section>
  );
}
