import type { IconName } from '../words/looks.ts';

/** Outlines in a square of 16, drawn with lines of the text's colour. */
const outlines: Record<IconName, string> = {
  check: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13M5 8.2l2.1 2.1L11 6',
  cross: 'M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2L1.5 10.8V5.2zM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4',
  warning: 'M8 1.8L15 14H1zM8 6.4v3.4M8 11.8v.4',
  question: 'M8 1L15 8L8 15L1 8zM6.3 6.6c.2-2 3.4-2 3.4 0c0 1.2-1.7 1.2-1.7 2.5M8 11v.3',
  running: 'M8 1.5a6.5 6.5 0 1 1-6.5 6.5M8 4.5V8l2.5 1.5',
  waiting: 'M4 1.5h8M4 14.5h8M5 1.5v2.7L8 8l3-3.8V1.5M5 14.5v-2.7L8 8l3 3.8v2.7',
  stopped: 'M2.5 2.5h11v11h-11zM5.5 8h5',
  skipped: 'M2 3.5L7 8l-5 4.5zM8 3.5L13 8l-5 4.5zM14.2 3.5v9',
  missed: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13M3.4 12.6l9.2-9.2',
  closed: 'M3 7h10v7H3zM5 7V4.5a3 3 0 0 1 6 0V7',
  starting: 'M4 2l9.5 6L4 14z',
  paused: 'M5.5 2.5v11M10.5 2.5v11',
  reads: 'M1 8c3.5-6 10.5-6 14 0c-3.5 6-10.5 6-14 0zM8 5.9a2.1 2.1 0 1 0 0 4.2a2.1 2.1 0 0 0 0-4.2',
  writes: 'M2 14l.8-3.4L10.9 2.5l2.6 2.6L5.4 13.2zM9.3 4.1l2.6 2.6',
  sends: 'M1.5 7.6L14.5 1.5L11 14.5L7.7 9.3zM7.7 9.3L14.5 1.5',
  info: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13M8 7.2v4M8 4.8v.3',
};

/** A picture beside a word; never instead of one. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg
      className={`icon icon-${name}`}
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden="true"
      focusable="false"
    >
      <path d={outlines[name]} />
    </svg>
  );
}
