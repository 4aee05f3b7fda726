import type { Route, RouteName, RouteOutput, routes } from '@daybook/api-contract';
import type { z } from 'zod';
import type { Caller } from './caller.ts';

/** A request whose parts the route's schemas have checked. */
export interface HandlerRequest<R extends Route> {
  readonly params: z.output<R['params']>;
  readonly query: z.output<R['query']>;
  readonly body: z.output<R['body']>;
  /** The body as it was sent. */
  readonly bodyText: string;
  readonly caller: Caller;
  /** The version that the caller saw last, as the header `If-Match` says; `null` when it says none. */
  readonly seenVersion: number | null;
  /** The newest entry of a log that the caller has, as the header `Last-Event-ID` says; `null` when it says none. */
  readonly lastEvent: number | null;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
}

/** Answers one route: with the document, or, where that is no JSON, with the response itself. */
export type Handler<R extends Route> = (request: HandlerRequest<R>) => Promise<RouteOutput<R> | Response>;

/** A handler for every route. */
export type Handlers = { readonly [Name in RouteName]: Handler<(typeof routes)[Name]> };
