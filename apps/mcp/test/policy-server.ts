import { createServer } from 'node:http';

/** A server over loopback that knows one token, and no policies. */
export async function startPolicyServer(token: string) {
  const server = createServer((request, response) => {
    const known = request.headers.authorization === `Bearer ${token}`;
    const found = request.url?.startsWith('/api/v1/policies?') === true;
    const [status, body] = known && found ? [200, { items: [], next_cursor: null }] : [401, unauthorised];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

const unauthorised = {
  type: 'about:blank',
  title: 'Not signed in',
  status: 401,
  detail: 'This needs a token.',
  code: 'usage.invalid',
  advice: 'never',
  issues: [],
};
