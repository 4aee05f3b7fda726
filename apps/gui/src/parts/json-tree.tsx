import { type ReactNode, useState } from 'react';
import { isRecord } from '../policy/document-parts.ts';
import { counted } from '../words/amounts.ts';
import { toPrettyJson } from '../words/pretty-json.ts';

/** How many entries are shown at first, and more at each asking. */
const portion = 50;

/** JSON of which each level opens on demand; what is closed is not drawn, however much it is. */
export function JsonTree({ name, value }: { readonly name: string; readonly value: unknown }) {
  const entries = toEntries(value);
  if (entries === null) {
    return (
      <div className="json-leaf">
        <span className="json-name">{name}</span> <span className="json-value">{toPrettyJson(value)}</span>
      </div>
    );
  }
  const size = Array.isArray(value)
    ? counted(entries.length, 'entry', 'entries')
    : counted(entries.length, 'field');
  return (
    <Disclosure
      summary={
        <>
          <span className="json-name">{name}</span> <span className="json-size">({size})</span>
        </>
      }
    >
      <Entries entries={entries} />
    </Disclosure>
  );
}

function Entries({ entries }: { readonly entries: readonly (readonly [string, unknown])[] }) {
  const [shown, setShown] = useState(portion);
  return (
    <>
      {entries.slice(0, shown).map(([name, value]) => (
        <JsonTree key={name} name={name} value={value} />
      ))}
      {entries.length > shown && (
        <button type="button" className="button button-small" onClick={() => setShown(shown + portion)}>
          Show more of {entries.length}
        </button>
      )}
    </>
  );
}

function Disclosure({ summary, children }: { readonly summary: ReactNode; readonly children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="json" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {isOpen && <div className="json-inner">{children}</div>}
    </details>
  );
}

/** `null` for what has no entries to open. */
function toEntries(value: unknown): readonly (readonly [string, unknown])[] | null {
  if (Array.isArray(value) && value.length > 0) {
    return value.map((entry: unknown, index) => [String(index), entry] as const);
  }
  if (isRecord(value) && Object.keys(value).length > 0) return Object.entries(value);
  return null;
}
