/** Unchanged lines shown around a change. */
const around = 2;

/**
 * The difference between two texts, line by line: `-` for lines that are gone, `+` for new ones, two spaces for some
 * unchanged ones around them, `…` where others were left out. By the longest common subsequence.
 */
export function diffLines(before: string, after: string): readonly string[] {
  const old = before === '' ? [] : before.split('\n');
  const fresh = after === '' ? [] : after.split('\n');
  const lines = compare(old, fresh);
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - around), index + around + 1).some((line) => !line.startsWith(' ')),
  );
  return lines.flatMap((line, index) => {
    if (near[index] === true) return [line];
    return near[index - 1] === true || index === 0 ? ['  …'] : [];
  });
}

function compare(old: readonly string[], fresh: readonly string[]): readonly string[] {
  const common = commonLengths(old, fresh);
  const lines: string[] = [];
  let left = 0;
  let right = 0;
  while (left < old.length || right < fresh.length) {
    if (left < old.length && right < fresh.length && old[left] === fresh[right]) {
      lines.push(`  ${old[left]}`);
      left += 1;
      right += 1;
    } else if (
      left < old.length &&
      (right === fresh.length || lengthAt(common, left + 1, right) >= lengthAt(common, left, right + 1))
    ) {
      lines.push(`- ${old[left]}`);
      left += 1;
    } else {
      lines.push(`+ ${fresh[right]}`);
      right += 1;
    }
  }
  return lines;
}

/** `[i][j]`: how many lines the rests from `i` and `j` have in common, in order. */
function commonLengths(old: readonly string[], fresh: readonly string[]): readonly (readonly number[])[] {
  const rows: number[][] = [zeros(fresh.length + 1)];
  for (const line of old.toReversed()) {
    const below = rows[0] ?? [];
    const row = zeros(fresh.length + 1);
    for (let right = fresh.length - 1; right >= 0; right -= 1) {
      row[right] =
        line === fresh[right]
          ? (below[right + 1] ?? 0) + 1
          : Math.max(below[right] ?? 0, row[right + 1] ?? 0);
    }
    rows.unshift(row);
  }
  return rows;
}

function zeros(length: number): number[] {
  return Array.from({ length }, () => 0);
}

function lengthAt(table: readonly (readonly number[])[], left: number, right: number): number {
  return table[left]?.[right] ?? 0;
}
