import type { Look } from '../words/looks.ts';
import { Icon } from './icon.tsx';

/** A state by shape, word and colour. */
export function StateBadge({ look }: { readonly look: Look }) {
  return (
    <span className={`badge tone-${look.tone}`}>
      <Icon name={look.icon} />
      {look.text}
    </span>
  );
}
