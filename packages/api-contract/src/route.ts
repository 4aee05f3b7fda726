import { z } from 'zod';
import type { Scope } from './scope.ts';

/** What an answer's body is. */
export type Media = 'application/json' | 'text/event-stream' | 'text/html' | 'application/octet-stream';

/** One operation of the API, as data: the server mounts it, the client calls it, OpenAPI describes it. */
export interface Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`, with `{names}`. */
  readonly path: `/${string}`;
  /** What the caller's token must hold; `null` needs no token. */
  readonly scope: Scope | null;
  readonly summary: string;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Of success. */
  readonly status: 200 | 201 | 202 | 204;
  readonly answer: Answer;
  readonly media: Media;
}

/** Nothing: no parameters, no body, or no answer. */
const nothing = z.undefined();

interface RouteDefinition<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
> {
  readonly method: Route['method'];
  readonly path: Route['path'];
  readonly scope: Scope | null;
  readonly summary: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** @default 200 */
  readonly status?: Route['status'];
  readonly answer?: Answer;
  /** @default application/json */
  readonly media?: Media;
}

type Nothing = typeof nothing;

/** Fills in what a route leaves out. */
export function defineRoute<
  Params extends z.ZodType = Nothing,
  Query extends z.ZodType = Nothing,
  Body extends z.ZodType = Nothing,
  Answer extends z.ZodType = Nothing,
>(definition: RouteDefinition<Params, Query, Body, Answer>): Route<Params, Query, Body, Answer>;
// What is left out has the type of its default, which a signature of its own says and no body could.
export function defineRoute(definition: RouteDefinition<z.ZodType, z.ZodType, z.ZodType, z.ZodType>): Route {
  return {
    status: 200,
    media: 'application/json',
    params: nothing,
    query: nothing,
    body: nothing,
    answer: nothing,
    ...definition,
  };
}

type Part<Name extends string, Shape extends z.ZodType> =
  undefined extends z.input<Shape>
    ? { readonly [key in Name]?: z.input<Shape> }
    : { readonly [key in Name]: z.input<Shape> };

/** What a caller hands over. */
export type RouteInput<R extends Route> = Part<'params', R['params']> &
  Part<'query', R['query']> &
  Part<'body', R['body']>;

/** What comes back. */
export type RouteOutput<R extends Route> = z.output<R['answer']>;
