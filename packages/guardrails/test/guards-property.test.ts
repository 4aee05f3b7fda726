import { policyIdOf } from '@daybook/guardrails';
import { EngineError, isJsonList, isJsonObject, type JsonObject, type RunId } from '@daybook/kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { brief, createExampleGuards } from './example-guards.ts';

type Guards = ReturnType<typeof createExampleGuards>;

/** The policy as a person with pen and paper would follow it. */
interface Book {
  newest: { readonly text: string; readonly verdict: 'proposed' | 'approved' | 'rejected' } | undefined;
  approved: { readonly text: string; readonly release: number } | undefined;
  paused: boolean;
  running: RunId | undefined;
}

const policyId = policyIdOf('brief');
const actor = 'person:gui';

const moves = {
  async save({ guards, book, text }: Move) {
    const { newest } = book;
    const known = newest !== undefined && newest.verdict !== 'rejected' && newest.text === text;
    expect((await guards.save(brief({ text }))).created).toBe(!known);
    if (!known) book.newest = { text, verdict: 'proposed' };
  },
  async approve({ guards, book, text }: Move) {
    const meant = book.newest?.verdict === 'proposed' ? book.newest : book.approved;
    const hash = guards.hashOf(brief({ text }));
    const code = await codeOf(guards.approvals.approve({ policyId, hash, actor }));
    expect(code === 'done').toBe(meant?.text === text);
    if (code !== 'done') return;
    book.approved = { text, release: guards.release.stepVersion };
    if (book.newest?.verdict === 'proposed') book.newest = { text, verdict: 'approved' };
  },
  async reject({ guards, book, text }: Move) {
    const waits = book.newest?.verdict === 'proposed' && book.newest.text === text;
    const hash = guards.hashOf(brief({ text }));
    const code = await codeOf(guards.approvals.reject({ policyId, hash, actor }));
    expect(code === 'done').toBe(waits);
    if (waits) book.newest = { text, verdict: 'rejected' };
  },
  async pause({ guards, book }: Move) {
    if ((await codeOf(guards.approvals.pause(policyId, actor))) === 'done') book.paused = true;
  },
  async resume({ guards, book }: Move) {
    if ((await codeOf(guards.approvals.resume(policyId, actor))) === 'done') book.paused = false;
  },
  async release({ guards }: Move) {
    guards.release.stepVersion += 1;
  },
  async finish({ guards, book }: Move) {
    if (book.running !== undefined) guards.runs.finish(book.running);
    book.running = undefined;
  },
  manual: (move: Move) => run(move, { cause: 'manual', actor }),
  agent: (move: Move) => run(move, { cause: 'agent', actor: 'agent:helper' }),
  schedule: (move: Move) => run(move, { cause: 'schedule', actor: 'scheduler' }),
};

interface Move {
  readonly guards: Guards;
  readonly book: Book;
  readonly text: string;
}

async function run(
  { guards, book }: Move,
  request: { readonly cause: 'manual' | 'agent' | 'schedule'; readonly actor: string },
): Promise<void> {
  const before = guards.runs.orders().length;
  const code = await codeOf(guards.startRun({ policyId, ...request }));
  expect(code).toBe(expectedCode(guards, book, request.cause));
  const orders = guards.runs.orders().slice(before);
  expect(orders).toHaveLength(code === 'done' ? 1 : 0);
  const [order] = orders;
  if (order === undefined) return;
  book.running = order.runId;
  expect(textOf(order.approved.policy.document)).toBe(book.approved?.text);
  expect(order.approved.approvalHash).toBe(guards.hashOf(order.approved.policy.document));
}

function expectedCode({ release }: Guards, book: Book, cause: string): string {
  if (book.newest === undefined) return 'policy.not-found';
  if (book.approved?.release !== release.stepVersion) return 'approval.required';
  if (book.paused && cause !== 'manual') return 'policy.paused';
  return book.running === undefined ? 'done' : 'run.overlap';
}

const names = fc.constantFrom(...(Object.keys(moves) as (keyof typeof moves)[]));
const step = fc.tuple(names, fc.constantFrom('a', 'b'));
/** Half of them from where a policy may run, or few would get that far. */
const sequences = fc
  .tuple(fc.boolean(), fc.array(step, { minLength: 1, maxLength: 40 }))
  .map(([runs, steps]) => (runs ? [...approvedFirst, ...steps] : steps));
const approvedFirst: readonly (readonly [keyof typeof moves, string])[] = [
  ['save', 'a'],
  ['approve', 'a'],
];

describe('guards together', () => {
  it('run only what a person approved, in any order of events', async () => {
    let started = 0;
    await fc.assert(
      fc.asyncProperty(sequences, async (steps) => {
        const guards = createExampleGuards();
        const book: Book = { newest: undefined, approved: undefined, paused: false, running: undefined };
        for (const [name, text] of steps) await moves[name]({ guards, book, text });
        started += guards.runs.orders().length;
        const entries = await guards.audit.list({ limit: 1000 });
        expect(entries.map(({ sequence }) => sequence)).toEqual(
          entries.map((_, index) => entries.length - index),
        );
      }),
      { numRuns: 150 },
    );
    expect(started).toBeGreaterThan(20);
  });
});

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (cause) {
    if (!EngineError.isInstance(cause)) throw cause;
    return cause.code;
  }
}

function textOf(document: JsonObject): unknown {
  const steps = document['steps'];
  const step = isJsonList(steps) ? steps[0] : undefined;
  const params = isJsonObject(step) ? step['params'] : undefined;
  return isJsonObject(params) ? params['message'] : undefined;
}
