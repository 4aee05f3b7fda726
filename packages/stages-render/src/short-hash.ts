/** Enough of a hash for people to compare. */
export function shortHash(hash: string): string {
  return hash.slice(0, 12);
}
