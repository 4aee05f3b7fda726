/** How tightly operators bind, as in SQLite: the higher, the tighter. */
export const strengths = {
  or: 1,
  and: 2,
  not: 3,
  equality: 4,
  order: 5,
  bits: 7,
  sum: 8,
  product: 9,
  text: 10,
  sign: 12,
} as const;
