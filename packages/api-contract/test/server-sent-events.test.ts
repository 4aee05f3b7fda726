import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readEventData } from '../src/server-sent-events.ts';

function streamOf(pieces: readonly Uint8Array[], onCancel: () => void = () => undefined) {
  const left = [...pieces];
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = left.shift();
      if (piece === undefined) controller.close();
      else controller.enqueue(piece);
    },
    cancel: onCancel,
  });
}

async function readAll(pieces: readonly Uint8Array[]): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const data of readEventData(streamOf(pieces))) found.push(data);
  return found;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The bytes, cut at these places. */
function cut(whole: Uint8Array, places: readonly number[]): readonly Uint8Array[] {
  const edges = [0, ...places.map((place) => place % (whole.length + 1)).sort((a, b) => a - b), whole.length];
  return edges.slice(1).map((edge, index) => whole.subarray(edges[index], edge));
}

const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
const dataLine = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  .map((text) => text.replaceAll(/[\r\n]/g, ' '));
const event = fc.record({
  data: fc.array(dataLine, { minLength: 1, maxLength: 3 }),
  before: fc.array(fc.constantFrom(': still here', ':', 'id: 7', 'event: step', 'retry', 'datum: x'), {
    maxLength: 2,
  }),
});

describe('readEventData', () => {
  it('reads the same events wherever the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { maxLength: 4 }),
        lineEnd,
        fc.array(fc.nat(), { maxLength: 30 }),
        async (events, end, places) => {
          const text = events
            .map(({ before, data }) => [...before, ...data.map((line) => `data: ${line}`), '', ''].join(end))
            .join('');
          expect(await readAll(cut(bytes(text), places))).toEqual(events.map(({ data }) => data.join('\n')));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('reads events that come byte by byte', async () => {
    const whole = bytes('event: step\r\ndata: {"words":"请 🙃"}\r\n\r\ndata: b\n\n');
    const pieces = [...whole].map((byte) => Uint8Array.of(byte));
    expect(await readAll(pieces)).toEqual(['{"words":"请 🙃"}', 'b']);
  });

  it.each([
    ['one space after the colon only', 'data:  a \n\n', [' a ']],
    ['no space after the colon', 'data:a\n\n', ['a']],
    ['a colon in the data', 'data: a: b\n\n', ['a: b']],
    ['data over several lines', 'data: a\ndata:\ndata: b\n\n', ['a\n\nb']],
    ['data without a colon', 'data\n\n', ['']],
    ['a byte order mark', '\uFEFFdata: a\n\n', ['a']],
    ['mixed line ends', 'data: a\r\rdata: b\r\n\ndata: c\n\r\n', ['a', 'b', 'c']],
  ])('understands %s', async (_, text, expected) => {
    expect(await readAll([bytes(text)])).toEqual(expected);
  });

  it.each([
    ['comments', ': still here\n\n:\n\n'],
    ['empty lines', '\n\n\r\n\r\n'],
    ['other fields', 'id: 1\nevent: run\n\n'],
    ['names that begin alike', 'database: x\n data: x\n\n'],
    ['an event without its empty line', 'data: a\n'],
    ['an event that is cut in its data', 'data: {"kind":'],
    ['no bytes', ''],
  ])('finds no event in %s', async (_, text) => {
    expect(await readAll([bytes(text)])).toEqual([]);
  });

  it('gives an event as soon as it is complete', async () => {
    const open = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(bytes('data: a\r\n\r')),
    });
    const events = readEventData(open);
    expect(await events.next()).toEqual({ done: false, value: 'a' });
    await events.return(undefined);
  });

  it('lets go of the stream when nobody reads on', async () => {
    let cancelled = false;
    const stream = streamOf([bytes('data: a\n\n'), bytes('data: b\n\n')], () => {
      cancelled = true;
    });
    for await (const data of readEventData(stream)) if (data === 'a') break;
    expect(cancelled).toBe(true);
  });

  it('reads a large event in many pieces without delay', async () => {
    const data = 'x'.repeat(4_000_000);
    const whole = bytes(`data: ${data}\n\n`);
    const pieces = cut(
      whole,
      Array.from({ length: 4_000 }, (_, index) => index * 1_000),
    );
    expect(await readAll(pieces)).toEqual([data]);
  });
});
