/** A stretch of two texts: equal in both, or changed from `removed` to `added` (either may be empty, never both). */
export type DiffChunk =
  | { readonly kind: 'same'; readonly lines: readonly string[] }
  | { readonly kind: 'change'; readonly removed: readonly string[]; readonly added: readonly string[] };

/** Beyond this many differing lines the middle is shown as one change: the search costs their square. */
const maxDistance = 1_500;

/** The differences of two lists of lines, as few as possible (Myers), in order. */
export function diffLines(before: readonly string[], after: readonly string[]): readonly DiffChunk[] {
  const start = countEqual(before, after, (list, index) => list[index]);
  const rest = Math.min(before.length, after.length) - start;
  const end = Math.min(
    rest,
    countEqual(before, after, (list, index) => list[list.length - 1 - index]),
  );
  const from = before.slice(start, before.length - end);
  const to = after.slice(start, after.length - end);
  return joinChunks([
    { kind: 'same', lines: before.slice(0, start) },
    ...diffMiddle(from, to),
    { kind: 'same', lines: before.slice(before.length - end) },
  ]);
}

type LineAt = (list: readonly string[], index: number) => string | undefined;

function countEqual(before: readonly string[], after: readonly string[], at: LineAt): number {
  const limit = Math.min(before.length, after.length);
  let count = 0;
  while (count < limit && at(before, count) === at(after, count)) count += 1;
  return count;
}

function diffMiddle(from: readonly string[], to: readonly string[]): readonly DiffChunk[] {
  const frontiers = findFrontiers(from, to);
  if (frontiers === null) return [{ kind: 'change', removed: from, added: to }];
  return walkBack(from, to, frontiers);
}

type Frontier = ReadonlyMap<number, number>;

/** For each number of edits, how far into `from` each diagonal gets; `null` when too many would be needed. */
function findFrontiers(from: readonly string[], to: readonly string[]): readonly Frontier[] | null {
  const frontiers: Frontier[] = [];
  let last: Frontier = new Map([[1, 0]]);
  for (let edits = 0; edits <= Math.min(maxDistance, from.length + to.length); edits += 1) {
    const reached = new Map<number, number>();
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = stepInto(last, diagonal, edits);
      while (x < from.length && x - diagonal < to.length && from[x] === to[x - diagonal]) x += 1;
      reached.set(diagonal, x);
      if (x >= from.length && x - diagonal >= to.length) return [...frontiers, reached];
    }
    frontiers.push(reached);
    last = reached;
  }
  return null;
}

function isAddition(last: Frontier, diagonal: number, edits: number): boolean {
  if (diagonal === -edits) return true;
  return diagonal !== edits && (last.get(diagonal - 1) ?? -1) < (last.get(diagonal + 1) ?? -1);
}

function stepInto(last: Frontier, diagonal: number, edits: number): number {
  return isAddition(last, diagonal, edits)
    ? (last.get(diagonal + 1) ?? 0)
    : (last.get(diagonal - 1) ?? 0) + 1;
}

function walkBack(
  from: readonly string[],
  to: readonly string[],
  frontiers: readonly Frontier[],
): readonly DiffChunk[] {
  const chunks: DiffChunk[] = [];
  let [x, y] = [from.length, to.length];
  for (let edits = frontiers.length - 1; edits >= 0; edits -= 1) {
    const last = frontiers[edits - 1] ?? new Map([[1, 0]]);
    const diagonal = x - y;
    const added = isAddition(last, diagonal, edits);
    const startX = edits === 0 ? 0 : (last.get(added ? diagonal + 1 : diagonal - 1) ?? 0);
    const equalFrom = edits === 0 ? 0 : added ? startX : startX + 1;
    chunks.push({ kind: 'same', lines: from.slice(equalFrom, x) });
    if (edits === 0) break;
    const startY = startX - (added ? diagonal + 1 : diagonal - 1);
    chunks.push({
      kind: 'change',
      removed: added ? [] : from.slice(startX, startX + 1),
      added: added ? to.slice(startY, startY + 1) : [],
    });
    [x, y] = [startX, startY];
  }
  return chunks.toReversed();
}

/** Neighbours of one kind become one chunk; empty ones go. */
function joinChunks(chunks: readonly DiffChunk[]): readonly DiffChunk[] {
  const joined: DiffChunk[] = [];
  for (const chunk of chunks) {
    const last = joined.at(-1);
    if (chunk.kind === 'same') {
      if (chunk.lines.length === 0) continue;
      if (last?.kind === 'same')
        joined.splice(-1, 1, { kind: 'same', lines: [...last.lines, ...chunk.lines] });
      else joined.push(chunk);
    } else {
      if (chunk.removed.length + chunk.added.length === 0) continue;
      if (last?.kind === 'change') {
        const removed = [...last.removed, ...chunk.removed];
        joined.splice(-1, 1, { kind: 'change', removed, added: [...last.added, ...chunk.added] });
      } else joined.push(chunk);
    }
  }
  return joined;
}
