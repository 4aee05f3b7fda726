import { isJsonObject, type JsonObject, type JsonValue } from '@daybook/kernel';
import type { Policy } from '@daybook/policy';
import type { StepRegistry } from '@daybook/registry';
import { counted } from '../command-line/terminal-text.ts';
import { policyTiming } from './policy-timing.ts';

type Effect = 'none' | 'local-write' | 'external-delivery';

/** What a policy does, in words, for the person who decides about it. */
export interface Plan {
  readonly when: string;
  readonly steps: readonly {
    readonly id: string;
    readonly type: string;
    readonly effect: Effect;
    readonly words: string;
  }[];
  readonly recipients: readonly string[];
  readonly providers: readonly string[];
  readonly datasets: readonly string[];
  readonly queries: readonly string[];
}

/** Reads the plan off a checked policy; nothing of it is guessed, and references are named as such. */
export function createPlanner(steps: StepRegistry): (policy: Policy) => Plan {
  return (policy) => {
    const timing = policyTiming(policy.document);
    const inOrder = policy.order.flatMap((id) => policy.steps.filter((step) => step.id === id));
    const params = inOrder.map((step) => ({ type: step.type, params: toObject(step.params) }));
    const texts = (type: string, field: string): readonly string[] =>
      unique(params.flatMap((step) => (step.type === type ? toTexts(step.params[field]) : [])));
    return {
      when: timing === null ? 'Only when somebody starts it' : `${timing.words} (${timing.timing.timezone})`,
      steps: inOrder.map(({ id, type, params: own }) => ({
        id,
        type,
        effect: steps.find(type)?.effect ?? 'none',
        words: describe(type, toObject(own)),
      })),
      recipients: texts('send', 'to'),
      providers: texts('fetch', 'provider'),
      datasets: texts('transform', 'target'),
      queries: unique(params.flatMap((step) => findQueries(step.params))),
    };
  };
}

function describe(type: string, params: JsonObject): string {
  switch (type) {
    case 'fetch':
      return `Fetches ${text(params['dataset'])} from ${text(params['provider'])}${entities(params['criteria'])}`;
    case 'transform':
      return `Checks the rows and writes them into ${text(params['target'])}`;
    case 'query':
      return `Reads the datasets: ${text(params['sql'])}`;
    case 'assert':
      return `Stops the run unless ${counted(toList(params['checks']).length, 'check')} pass`;
    case 'store_report':
      return `Keeps the report "${text(params['title'])}", made of ${describeQueries(params['queries'])}`;
    case 'render':
      return `Renders the report as ${formats(params['formats'])}`;
    case 'send':
      return describeSend(params);
    default:
      return type;
  }
}

function describeSend(params: JsonObject): string {
  if (params['channel'] !== 'email') {
    const folder = params['folder'] === undefined ? '' : `, in ${text(params['folder'])}`;
    return `Writes the files below the folder for deliveries${folder}`;
  }
  const attached = toTexts(params['attach']);
  const attachment = attached.length === 0 ? '' : `, with ${formats(params['attach'])} attached`;
  return `Mails "${text(params['subject'])}" to ${toTexts(params['to']).join(', ')}${attachment}`;
}

function entities(criteria: JsonValue | undefined): string {
  const { symbols, files, range } = toObject(criteria);
  const named = [...toTexts(symbols), ...toTexts(files)];
  const shown =
    named.length > 8 ? `${named.slice(0, 8).join(', ')} and ${named.length - 8} more` : named.join(', ');
  const from =
    named.length > 0 ? `: ${shown}` : isJsonObject(symbols) ? `: symbols from ${source(symbols)}` : '';
  return `${from}${describeRange(toObject(range))}`;
}

function source(symbols: JsonObject): string {
  if (typeof symbols['ref'] === 'string') return symbols['ref'];
  return symbols['type'] === 'db_join' ? `the dataset ${text(symbols['dataset'])}` : 'a query';
}

function describeRange(range: JsonObject): string {
  switch (range['type']) {
    case 'between':
      return `, from ${text(range['from'])} until ${text(range['until'])}`;
    case 'relative':
      return `, the last ${text(range['last'])}`;
    case 'incremental':
      return ', what is new';
    default:
      return '';
  }
}

function describeQueries(queries: JsonValue | undefined): string {
  const count = Object.keys(toObject(queries)).length;
  return count === 1 ? '1 query' : `${count} queries`;
}

function formats(value: JsonValue | undefined): string {
  return toTexts(value)
    .map((format) => (format === 'email' ? 'mail' : format.toUpperCase()))
    .join(', ');
}

/** All SQL, wherever in the parameters it stands. */
function findQueries(value: JsonValue): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(findQueries);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'sql' && typeof inner === 'string' ? [inner] : findQueries(inner),
  );
}

function toObject(value: unknown): JsonObject {
  return isJsonObject(value as JsonValue) ? (value as JsonObject) : {};
}

function toList(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function toTexts(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return toList(value).filter((entry): entry is string => typeof entry === 'string');
}

/** What is a reference has no text yet. */
function text(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  const reference = toObject(value)['ref'];
  return typeof reference === 'string' ? `(${reference})` : '…';
}

function unique(list: readonly string[]): readonly string[] {
  return [...new Set(list)];
}
