import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StepStatus } from '@daybook/runner';
import { createFixture, type Fixture } from './pipeline-fixture.ts';
import { type Behaviour, broken } from './work-steps.ts';

interface Node {
  readonly id: string;
  readonly fails: boolean;
  readonly onError: 'fail_pipeline' | 'log_and_continue';
  /** Of earlier nodes. */
  readonly needs: readonly { readonly id: string; readonly allowFailed: boolean }[];
}

/** Graphs without cycles, listed in any order. */
const graphs = fc
  .array(
    fc.record({
      fails: fc.boolean(),
      strict: fc.boolean(),
      needs: fc.array(fc.record({ index: fc.nat(11), allowFailed: fc.boolean() }), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((drafts) =>
    drafts.map(({ fails, strict, needs }, own): Node => {
      const earlier = new Map(needs.filter(({ index }) => index < own).map((need) => [need.index, need]));
      return {
        id: `s${own}`,
        fails,
        onError: strict && fails ? 'fail_pipeline' : 'log_and_continue',
        needs: [...earlier.values()].map(({ index, allowFailed }) => ({ id: `s${index}`, allowFailed })),
      };
    }),
  )
  .chain((nodes) =>
    fc.record({ nodes: fc.constant(nodes), listed: fc.shuffledSubarray(nodes, { minLength: nodes.length }) }),
  );

/**
 * What may become of each step when none fails the run: it follows from its dependencies alone. Which of two reasons a
 * skip has when both hold is left open.
 */
function expected(nodes: readonly Node[]): Map<string, string> {
  const ends = new Map<string, string>();
  for (const { id, needs, fails } of nodes) {
    const strict = needs.filter(({ allowFailed }) => !allowFailed).map((need) => ends.get(need.id) ?? '');
    const skipped = strict.find((end) => end.startsWith('skipped'));
    if (skipped !== undefined && strict.includes('failed')) ends.set(id, 'skipped either');
    else if (skipped !== undefined) ends.set(id, 'skipped dependency_skipped');
    else if (strict.includes('failed')) ends.set(id, 'skipped dependency_failed');
    else ends.set(id, fails ? 'failed' : 'success');
  }
  return ends;
}

/** Runs the graph and notes when each step began and what had become of the others. */
async function runGraph(fixture: Fixture, listed: readonly Node[]) {
  const seen = new Map<string, ReadonlyMap<string, StepStatus>>();
  const behaviour =
    ({ id, fails }: Node): Behaviour =>
    async (value, call) => {
      const run = await fixture.store.read(call.runId);
      seen.set(id, new Map(run?.steps.map(({ stepId, state }) => [stepId, state.status])));
      // Longer for some, so that they end in another order than they began.
      for (let wait = id.length + (id.charCodeAt(1) % 5); wait > 0; wait -= 1) await Promise.resolve();
      return fails ? broken(value, call) : {};
    };
  const steps = listed.map(({ id, onError, needs }) => ({
    id,
    on_error: onError,
    needs: needs.map(({ id: other, allowFailed }) => ({ id: other, allow_failed: allowFailed })),
  }));
  const behaviours = Object.fromEntries(listed.map((node) => [node.id, behaviour(node)]));
  return { record: await fixture.run(steps, behaviours), seen };
}

const hasEnded = (status: string | undefined): boolean => status !== 'pending' && status !== 'running';

describe('the order of a run', () => {
  it('begins each step when all that it depends on has ended, and ends as the graph says', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, async ({ nodes, listed }) => {
        const lenient = listed.map((node): Node => ({ ...node, onError: 'log_and_continue' }));
        const { record, seen } = await runGraph(createFixture(), lenient);
        const ends = new Map(
          record.steps.map(({ stepId, state }) => [
            stepId,
            state.status === 'skipped' ? `skipped ${state.reason}` : state.status,
          ]),
        );
        const oracle = expected(nodes);
        const wrong = [...ends].filter(([id, end]) => {
          const right = oracle.get(id);
          return right === 'skipped either' ? !end.startsWith('skipped dependency_') : end !== right;
        });
        expect(wrong).toEqual([]);
        for (const { id, needs } of nodes) {
          const before = seen.get(id);
          if (before === undefined) continue;
          expect(needs.filter((need) => !hasEnded(before.get(need.id)))).toEqual([]);
        }
        expect(record.state.status).toBe([...ends.values()].includes('failed') ? 'partial' : 'success');
      }),
      { numRuns: 50 },
    );
  });

  it('starts nothing once a failure has ended the run', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, async ({ listed }) => {
        const { record, seen } = await runGraph(createFixture(), listed);
        const fatal = new Set(
          listed.filter(({ fails, onError }) => fails && onError === 'fail_pipeline').map(({ id }) => id),
        );
        const failed = record.steps.some(
          ({ stepId, state }) => fatal.has(stepId) && state.status === 'failed',
        );
        expect(record.state.status === 'failed').toBe(failed);
        for (const before of seen.values()) {
          expect([...before].filter(([id, status]) => fatal.has(id) && status === 'failed')).toEqual([]);
        }
        const unseen = record.steps.filter(({ stepId }) => !seen.has(stepId));
        expect(unseen.every(({ state }) => state.status === 'skipped')).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
