import { apiPrefix } from '@daybook/api-contract';
import { Hono } from 'hono';
import { type ApiPorts, createApi } from './api.ts';
import { checkOrigin } from './origin-rules.ts';
import { problemResponse, RequestRefusal, toProblem } from './problem.ts';
import { signIn } from './sign-in.ts';

export interface AppPorts extends ApiPorts {
  /** Under which the server may be called, such as `127.0.0.1:4310`. */
  readonly hosts: ReadonlySet<string>;
  /** Serves the GUI. */
  readonly files: (path: string) => Promise<Response>;
}

/** Everything that the server answers: the API, the sign-in link, and the GUI's files. */
export function createApp(ports: AppPorts): Hono {
  const app = new Hono();
  const refuse = (error: unknown): Response => problemResponse(toProblem(error, ports.log, () => undefined));
  // Every rule of who may call stands before the first route, for every path, so that no spelling of one gets around it.
  app.use('*', async (context, next) => {
    checkOrigin(context.req.raw, ports.hosts);
    await next();
  });
  app.route('/', createApi(ports));
  app.all(`${apiPrefix}/*`, (context) =>
    refuse(
      new RequestRefusal(404, 'route.not-found', `There is no ${context.req.method} ${context.req.path}.`),
    ),
  );
  app.get('/sign-in', (context) => signIn(ports.tokens, context.req.query('code') ?? ''));
  app.get('*', (context) => ports.files(context.req.path));
  app.notFound((context) =>
    refuse(
      new RequestRefusal(404, 'route.not-found', `There is no ${context.req.method} ${context.req.path}.`),
    ),
  );
  app.onError(refuse);
  return app;
}
