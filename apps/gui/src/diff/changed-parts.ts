import { describeTrigger, stepsOf } from '../policy/document-parts.ts';
import { alignKeys } from './align-keys.ts';

type Document = Readonly<Record<string, unknown>>;

/** What differs between two policy documents, one sentence a part, for a reader who won't read JSON first. */
export function describeChanges(before: Document, after: Document): readonly string[] {
  return [
    ...describeSchedule(before, after),
    ...describeSteps(before, after),
    ...describeRest(before, after),
  ];
}

function describeSchedule(before: Document, after: Document): readonly string[] {
  if (isSame(before['trigger'], after['trigger'])) return [];
  const [was, is] = [describeTrigger(before), describeTrigger(after)];
  return was === is ? ['The schedule has other settings'] : [`The schedule was: ${was}. It becomes: ${is}`];
}

function describeSteps(before: Document, after: Document): readonly string[] {
  const [old, now] = [stepsOf(before), stepsOf(after)];
  return [
    ...[...now.keys()].filter((id) => !old.has(id)).map((id) => `Step ${id} is new`),
    ...[...old.keys()].filter((id) => !now.has(id)).map((id) => `Step ${id} is gone`),
    ...[...now]
      .filter(([id, step]) => old.has(id) && !isSame(old.get(id), step))
      .map(([id]) => `Step ${id} changes`),
  ];
}

function describeRest(before: Document, after: Document): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .filter((name) => name !== 'trigger' && name !== 'steps' && !isSame(before[name], after[name]))
    .map((name) => `The ${name.replaceAll('_', ' ')} ${name === 'variables' ? 'change' : 'changes'}`);
}

function isSame(before: unknown, after: unknown): boolean {
  return JSON.stringify(before) === JSON.stringify(alignKeys(after, before));
}
