import { type Client, type PolicySummary, type RouteOutput, routes } from '@daybook/api-contract';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { hasEnded } from '../run/apply-run-event.ts';
import type { RunFilter } from '../run/run-filter.ts';
import { weeksOf } from '../schedule/month.ts';
import { holdsNow, type ScheduleSpan, spansOf } from '../schedule/schedule-spans.ts';
import { sessionKey } from './query-cache.ts';
import { readSchedule } from './read-schedule.ts';

/** How often a page asks again for what may change by itself, in milliseconds. */
const soon = 3_000;
const later = 5_000;

/** The most that a list answers at once. */
const all = 200;

type PageQuery = { readonly limit: number; readonly cursor?: string };
type PolicyPage = RouteOutput<typeof routes.listPolicies>;

/** Who is signed in. */
export const sessionQuery = (client: Client) =>
  queryOptions({
    queryKey: sessionKey,
    queryFn: ({ signal }) => client.call(routes.getSession, {}, { signal }),
    staleTime: 60_000,
  });

/** All policies, by name; the list is read to its end. */
export const policiesQuery = (client: Client) =>
  queryOptions({
    queryKey: ['policies', 'list'],
    queryFn: async ({ signal }) => {
      const items: PolicySummary[] = [];
      let cursor: string | null = null;
      do {
        const query: PageQuery = cursor === null ? { limit: all } : { limit: all, cursor };
        const page: PolicyPage = await client.call(routes.listPolicies, { query }, { signal });
        items.push(...page.items);
        cursor = page.next_cursor;
      } while (cursor !== null);
      return items;
    },
    refetchInterval: later,
  });

/** One policy with all that a decision needs. */
export const policyQuery = (client: Client, id: string) =>
  queryOptions({
    queryKey: ['policies', 'one', id],
    queryFn: ({ signal }) => client.call(routes.getPolicy, { params: { id } }, { signal }),
    refetchInterval: later,
  });

/** Runs, newest first, page by page. */
export const runsQuery = (client: Client, filter: RunFilter, limit = 50) =>
  infiniteQueryOptions({
    queryKey: ['runs', 'list', filter, limit],
    queryFn: ({ signal, pageParam }) => {
      const query = { limit, ...filter, ...(pageParam === null ? {} : { cursor: pageParam }) };
      return client.call(routes.listRuns, { query }, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some((run) => !hasEnded(run.state))) === true
        ? soon
        : later,
  });

/** The newest runs of each state that a person should look at. */
export const troubledRunsQuery = (client: Client) =>
  queryOptions({
    queryKey: ['runs', 'troubled'],
    queryFn: async ({ signal }) => {
      const pages = await Promise.all(
        (['failed', 'needs_attention', 'partial'] as const).map((state) =>
          client.call(routes.listRuns, { query: { limit: 10, state } }, { signal }),
        ),
      );
      return pages.flatMap(({ items }) => items);
    },
    refetchInterval: later,
  });

/** One run. Its changes come over the event stream; `polled` asks for it instead, while the stream is away. */
export const runQuery = (client: Client, id: string, polled: boolean) =>
  queryOptions({
    queryKey: ['runs', 'one', id],
    queryFn: ({ signal }) => client.call(routes.getRun, { params: { id } }, { signal }),
    refetchInterval: ({ state }) =>
      polled && state.data !== undefined && !hasEnded(state.data.state) ? soon : false,
  });

/** Reports, the one with the newest version first. */
export const reportsQuery = (client: Client, limit: number = all) =>
  queryOptions({
    queryKey: ['reports', 'list', limit],
    queryFn: ({ signal }) => client.call(routes.listReports, { query: { limit } }, { signal }),
    refetchInterval: later,
  });

/** One version of a report. */
export const reportVersionQuery = (client: Client, id: string, version: number) =>
  queryOptions({
    queryKey: ['reports', 'version', id, version],
    queryFn: ({ signal }) => client.call(routes.getReportVersion, { params: { id, version } }, { signal }),
    placeholderData: keepPreviousData,
  });

/** Whose deliveries are asked for. */
export type DeliveryFilter =
  | { readonly run_id: string }
  | { readonly report_id: string }
  | { readonly status: 'unknown' };

/** Deliveries, newest first. */
export const deliveriesQuery = (client: Client, filter: DeliveryFilter) =>
  queryOptions({
    queryKey: ['deliveries', filter],
    queryFn: ({ signal }) =>
      client.call(routes.listDeliveries, { query: { limit: all, ...filter } }, { signal }),
    refetchInterval: later,
  });

/** Notices that were not dismissed. */
export const noticesQuery = (client: Client) =>
  queryOptions({
    queryKey: ['notices'],
    queryFn: ({ signal }) => client.call(routes.listNotices, {}, { signal }),
    refetchInterval: later,
  });

/** What is due within a day. */
export const scheduleQuery = (client: Client) =>
  queryOptions({
    queryKey: ['schedule'],
    queryFn: ({ signal }) => client.call(routes.getSchedule, { query: { days: 1 } }, { signal }),
    refetchInterval: later,
  });

/** What was and is due in a span. Working out weeks of fire times takes the server a while; only the present changes by itself. */
const spanQuery = (client: Client, span: ScheduleSpan) =>
  queryOptions({
    queryKey: ['schedule', 'span', span.from],
    queryFn: ({ signal }) => client.call(routes.getSchedule, { query: span }, { signal }),
    staleTime: holdsNow(span, Date.now()) ? 0 : 60_000,
  });

/** What was and is due in the weeks that touch a month, with what became of it. */
export const monthQuery = (client: Client, month: string) =>
  queryOptions({
    queryKey: ['schedule', 'month', month],
    queryFn: ({ client: cache, signal }) => {
      const dates = weeksOf(month).flat();
      const askSpan = (span: ScheduleSpan) => cache.fetchQuery(spanQuery(client, span));
      return readSchedule(spansOf(dates[0] ?? '', dates.at(-1) ?? ''), { client, signal, askSpan });
    },
    placeholderData: keepPreviousData,
    refetchInterval: later,
  });

/** The datasets with what is stored of them. Counting rows takes a while, so it is not done again and again. */
export const datasetsQuery = (client: Client) =>
  queryOptions({
    queryKey: ['datasets', 'list'],
    queryFn: ({ signal }) => client.call(routes.listDatasets, {}, { signal }),
    staleTime: 60_000,
  });

/** One dataset with its newest rows; `null` when there is none of that name. */
export const datasetQuery = (client: Client, name: string) =>
  queryOptions({
    queryKey: ['datasets', 'one', name],
    queryFn: async ({ signal }) => {
      const query = { name, sample: 'true' as const };
      const { items } = await client.call(routes.listDatasets, { query }, { signal });
      return items[0] ?? null;
    },
    staleTime: 60_000,
  });

/** What a query may use; it stays the same while the server runs. */
export const sqlRulesQuery = (client: Client) =>
  queryOptions({
    queryKey: ['sql-rules'],
    queryFn: ({ signal }) => client.call(routes.getSqlRules, {}, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Version, clock and scheduler of the server. */
export const systemQuery = (client: Client) =>
  queryOptions({
    queryKey: ['system'],
    queryFn: ({ signal }) => client.call(routes.getSystem, {}, { signal }),
    refetchInterval: later,
  });

/** How mail is sent. Not asked again by itself: somebody may be typing. */
export const emailQuery = (client: Client) =>
  queryOptions({
    queryKey: ['settings', 'email'],
    queryFn: ({ signal }) => client.call(routes.getEmailSettings, {}, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Tokens that were not revoked. */
export const tokensQuery = (client: Client) =>
  queryOptions({
    queryKey: ['tokens'],
    queryFn: ({ signal }) => client.call(routes.listTokens, {}, { signal }),
  });
