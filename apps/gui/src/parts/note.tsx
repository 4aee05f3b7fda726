import type { ReactNode } from 'react';
import type { IconName, Tone } from '../words/looks.ts';
import { Icon } from './icon.tsx';

interface NoteProps {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  /** `status` is read out when it appears; `alert` at once. */
  readonly role?: 'status' | 'alert';
}

/** A remark that stands out from the page. */
export function Note({ tone, icon, title, children, role }: NoteProps) {
  return (
    <div className={`note tone-${tone}`} role={role}>
      <Icon name={icon} />
      <div>
        <p className="note-title">{title}</p>
        {children}
      </div>
    </div>
  );
}
