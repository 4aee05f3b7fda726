// Which cycles there are. Every one is a plan that can be made again from its number and the seed.
import { scenarioNames } from './scenarios.mjs';

/** A generator of numbers from 0 up to but not including 1 (mulberry32). */
export function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Moments around the answer of the mail server, where only the receiver knows that a mail arrived. */
const mailMoments = [
  { kind: 'mail', moment: 'taken' },
  { kind: 'mail', moment: 'answered' },
];

/**
 * Every named point of every scenario, before and after.
 * @param points by scenario, as the uninterrupted run called them: `{ point, call, moment }`.
 */
export function planPoints(points, { rounds = 1, names = scenarioNames } = {}) {
  const once = names.flatMap((scenario) => [
    ...points[scenario].map((kill) => ({ scenario, kill: { kind: 'point', ...kill } })),
    ...(scenario === 'mail' ? mailMoments.map((kill) => ({ scenario, kill })) : []),
  ]);
  return Array.from({ length: rounds }, () => once).flat();
}

/** The cycle of that number: a scenario, a share of the time that it takes, and at times a second crash. */
export function planRandom(seed, number, names = scenarioNames) {
  const random = createRandom(seed * 1_000_003 + number);
  const scenario = names[Math.floor(random() * names.length)];
  const share = random();
  const again = random() < 0.25 ? random() : undefined;
  return { scenario, kill: { kind: 'delay', share }, ...(again === undefined ? {} : { again }) };
}

/** A plan in one line. */
export function describePlan({ scenario, kill, again }) {
  const where = {
    point: () => `${kill.moment} ${kill.point} ${kill.call}`,
    mail: () => `mail ${kill.moment}`,
    delay: () => `after ${(kill.share * 100).toFixed(1)} % of a run`,
    none: () => 'when all is done',
  }[kill.kind]();
  return `${scenario}: killed ${where}${again === undefined ? '' : `, and again after ${(again * 100).toFixed(1)} %`}`;
}
