import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunDetail } from '@daybook/api-contract';
import { barsFolder, temporaryFolder } from '../terminal-fixture.ts';

const script = fileURLToPath(new URL('guarded-dry-run.mjs', import.meta.url));
const example = (name: string): string =>
  fileURLToPath(new URL(`../../../../examples/policies/${name}.json`, import.meta.url));
const folder = temporaryFolder();
afterAll(() => folder.remove());

interface Seen {
  readonly noted: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
  readonly dry: RunDetail;
  readonly real: RunDetail;
  readonly pages: readonly (readonly [string, string])[];
}

/** Facts that belong to one run and not to what it does. */
const ownFacts = new Set(['fetched_at', 'delivery_id', 'cached']);

/** What a run did, or would do. */
function planOf({ steps, artifacts }: RunDetail) {
  const withoutOwn = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value ?? null, (key, inner: unknown) => (ownFacts.has(key) ? undefined : inner)),
    );
  return {
    steps: steps.map(({ id, type, state, reason, output, error }) => ({
      id,
      type,
      state,
      reason,
      output: withoutOwn(output),
      error: withoutOwn(error),
    })),
    artifacts: artifacts.map(({ format, name, bytes }) => ({ format, name, bytes })),
  };
}

describe.each(['market-review', 'weekly-performance', 'price-alert', 'dynamic-watchlist', 'portfolio-watch'])(
  'a dry run of the example %s',
  (name) => {
    const dataFolder = join(folder.path, name);
    let seen: Seen;

    beforeAll(async () => {
      const asOf = '2020-04-17T21:00:00Z';
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [script, dataFolder, example(name), barsFolder, asOf],
        { maxBuffer: 64 * 1024 * 1024, env: { PATH: process.env['PATH'] ?? '' } },
      );
      seen = JSON.parse(stdout) as Seen;
    }, 60_000);

    it('writes nothing but its throw-away copy, connects to nobody, and leaves no trace', () => {
      const elsewhere = seen.noted.filter((call) => !call.includes(join(dataFolder, 'dry-runs')));
      expect(elsewhere).toEqual([]);
      expect(seen.after).toEqual(seen.before);
      expect(
        existsSync(join(dataFolder, 'dry-runs')) ? readdirSync(join(dataFolder, 'dry-runs')) : [],
      ).toEqual([]);
    });

    it('does all that the real run does on the same data afterwards', () => {
      expect(seen.dry).toMatchObject({ dry_run: true, state: seen.real.state });
      expect(planOf(seen.dry)).toEqual(planOf(seen.real));
      const words = ({ steps }: RunDetail) => steps.find(({ type }) => type === 'send')?.words ?? '';
      expect(words(seen.real)).not.toContain('would be');
      expect(words(seen.dry)).toBe(words(seen.real).replaceAll(/ sent\b/g, ' would be sent'));
    });

    it('gives back what it rendered', () => {
      const html = seen.pages.find(([format]) => format === 'html')?.[1] ?? '';
      const formats = seen.real.artifacts.map(({ format }) => format);
      expect(seen.pages.map(([format]) => format)).toEqual(formats);
      expect(formats.includes('html') ? Buffer.from(html, 'base64').toString('utf8') : '</html>').toContain(
        '</html>',
      );
    });
  },
);
