/**
 * A step that takes some seconds: long enough to be stopped in its middle, and without a limit of a query being reached.
 * @param members members of the step beside `id`, `type` and `params`.
 * @param count how many queries it asks, no two the same; each takes some tens of milliseconds.
 */
export function longStep(id: string, members: Readonly<Record<string, unknown>> = {}, count = 150) {
  const queries = Array.from({ length: count }, (_, index) => {
    const last = 150_000 + index;
    const numbers = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${last})`;
    return [`q${index}`, { sql: `${numbers} SELECT max(i) AS i FROM n` }] as const;
  });
  return {
    id,
    type: 'store_report',
    ...members,
    params: {
      report: 'long',
      title: 'Long',
      queries: Object.fromEntries(queries),
      sections: [{ type: 'metric_card', title: 'Last', query: 'q0', column: 'i' }],
    },
  };
}
