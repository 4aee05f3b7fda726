import { formatInstant, formatRelative, formatUtc, ownZone } from '../words/time.ts';

interface MomentProps {
  /** A UTC instant. */
  readonly at: string;
  /** @default the browser's zone */
  readonly zone?: string;
  /** Adds how far away it is from then. */
  readonly now?: number;
  /** Adds the zone's name. */
  readonly showsZone?: boolean;
}

/** An instant in the zone that matters, with UTC on hovering. */
export function Moment({ at, zone = ownZone(), now, showsZone = false }: MomentProps) {
  return (
    <time className="moment" dateTime={at} title={formatUtc(at)}>
      <span className="moment-at">{formatInstant(at, zone)}</span>
      {showsZone && ` ${zone}`}
      {now !== undefined && ' '}
      {now !== undefined && <span className="moment-far">{formatRelative(at, now)}</span>}
    </time>
  );
}
