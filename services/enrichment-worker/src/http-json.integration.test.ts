import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { Resolve } from './address-guard.ts';
import type { BearerToken } from './bearer-token.ts';
import { createGetJson } from './http-json.ts';

const NOW = Date.parse('2026-11-22T10:00:00Z');
const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(listener: RequestListener): Promise<{ origin: string; asked: () => number }> {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    listener(request, response);
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => asked };
}

type Extra = { allowedNetworks?: string[]; token?: BearerToken; resolve?: Resolve };

const client = (origin: string, extra: Extra = {}) =>
  createGetJson({ origin, allowedNetworks: ['127.0.0.0/8'], retryAfterCapSeconds: 14_400, now: () => NOW, ...extra });

const ask = (origin: string, timeoutMilliseconds = 5000) => client(origin)('/people/1', { timeoutMilliseconds });

/** Answers every request alike and returns what the client made of it. */
async function askServer(listener: RequestListener, timeoutMilliseconds?: number) {
  const { origin, asked } = await serve(listener);
  return { answer: await ask(origin, timeoutMilliseconds), asked: asked() };
}

const json =
  (body: string | Buffer, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(body);

const status =
  (code: number, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    response.writeHead(code, headers).end('{}');

const failure = (reason: string, detail: string) => ({ kind: 'failed', reason, detail });

describe('http-json', () => {
  it.each(['application/json', 'application/json; charset=utf-8', 'application/hal+json'])('reads %s', async (type) => {
    const { answer } = await askServer(json('{"a":"ü"}', { 'content-type': type }));
    expect(answer).toEqual({ kind: 'json', value: { a: 'ü' } });
  });

  it.each([
    ['7', 7],
    ['Sun, 22 Nov 2026 10:00:09 GMT', 9],
    ['1000000000', 14_400],
  ])('passes Retry-After %s on as %d seconds, asking once', async (header, retryAfterSeconds) => {
    const { answer, asked } = await askServer(status(429, { 'retry-after': header }));
    expect(answer).toEqual({ ...failure('throttled', 'status-429'), retryAfterSeconds });
    expect(asked).toBe(1);
  });

  it.each(['-1', 'abc', '1e9'])('drops Retry-After %s', async (header) => {
    const { answer } = await askServer(status(429, { 'retry-after': header }));
    expect(answer).toEqual(failure('throttled', 'status-429'));
  });

  it('takes 503 with Retry-After as unavailable for that long, asking once', async () => {
    const { answer, asked } = await askServer(status(503, { 'retry-after': '30' }));
    expect(answer).toEqual({ ...failure('unavailable', 'status-503'), retryAfterSeconds: 30 });
    expect(asked).toBe(1);
  });

  it('does not repeat a 500 that names its own time', async () => {
    const { asked } = await askServer(status(500, { 'retry-after': '30' }));
    expect(asked).toBe(1);
  });

  it('repeats a 500 once, then says unavailable', async () => {
    const { answer, asked } = await askServer(status(500));
    expect(answer).toEqual(failure('unavailable', 'status-500'));
    expect(asked).toBe(2);
  });

  it('gets over one reset connection', async () => {
    let first = true;
    const { answer } = await askServer((request, response) => {
      if (first) request.socket.resetAndDestroy();
      else json('{}')(request, response);
      first = false;
    });
    expect(answer).toEqual({ kind: 'json', value: {} });
  });

  it('says unavailable when nobody listens', async () => {
    const { origin } = await serve(status(200));
    await new Promise((resolve) => servers.pop()?.close(resolve));
    expect(await ask(origin)).toEqual(failure('unavailable', 'ECONNREFUSED'));
  });

  it('ends silence at the time limit', async () => {
    const { answer } = await askServer(() => undefined, 200);
    expect(answer).toEqual(failure('unavailable', 'timeout'));
  });

  it('ends a slow drip at the time limit, retries included', async () => {
    const timers: NodeJS.Timeout[] = [];
    const started = performance.now();
    const { answer, asked } = await askServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      timers.push(setInterval(() => response.write(' '), 20));
    }, 300);
    timers.forEach(clearInterval);
    expect(answer).toEqual(failure('unavailable', 'timeout'));
    expect(performance.now() - started).toBeLessThan(1500);
    expect(asked).toBe(1);
  });

  it('cuts a huge body off after the size cap', async () => {
    let sent = 0;
    const block = Buffer.alloc(65_536, ' ');
    const { answer } = await askServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const pour = () => {
        while (sent < 1e9 && !response.destroyed) {
          sent += block.length;
          if (!response.write(block)) return response.once('drain', pour);
        }
        return response.end();
      };
      pour();
    });
    expect(answer).toEqual(failure('invalid', 'size'));
    expect(sent).toBeLessThan(50e6);
  });

  it('refuses an announced gigabyte by its announcement', async () => {
    const { answer } = await askServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000000000' }).write(' ');
    });
    expect(answer).toEqual(failure('invalid', 'size'));
  });

  it('unpacks no compressed body', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000, ' '));
    const { answer } = await askServer(json(bomb, { 'content-encoding': 'gzip' }));
    expect(answer).toEqual(failure('invalid', 'json'));
  });

  it.each([
    ['text/html', '{}', 'content-type'],
    ['application/jsonp', '{}', 'content-type'],
    ['application/json', '<html>', 'json'],
    ['application/json', Buffer.from([0x22, 0xff, 0x22]), 'json'],
  ])('refuses to read %s with %o', async (type, body, detail) => {
    expect((await askServer(json(body, { 'content-type': type }))).answer).toEqual(failure('invalid', detail));
  });

  it.each([301, 302, 303, 307, 308])('follows no redirect (%i)', async (code) => {
    const elsewhere = await serve(json('{}'));
    const { answer } = await askServer(status(code, { location: elsewhere.origin }));
    expect(answer).toEqual(failure('refused', `status-${code}`));
    expect(elsewhere.asked()).toBe(0);
  });

  it.each([
    [204, 'invalid'],
    [400, 'refused'],
    [401, 'refused'],
    [403, 'refused'],
    [404, 'absent'],
    [410, 'absent'],
    [408, 'unavailable'],
  ])('takes status %i as %s', async (code, reason) => {
    expect((await askServer(status(code))).answer).toEqual(failure(reason, `status-${code}`));
  });

  it('does not connect to a private address that is not listed, given as such', async () => {
    const { origin, asked } = await serve(json('{}'));
    const getJson = client(origin, { allowedNetworks: [] });
    const answer = await getJson('/', { timeoutMilliseconds: 1000 });
    expect([answer, asked()]).toEqual([failure('refused', 'private-address'), 0]);
  });

  it('does not connect to a private address that a name leads to', async () => {
    const { origin, asked } = await serve(json('{}'));
    const resolve: Resolve = (_name, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]);
    const { port } = new URL(origin);
    const answers = ['http', 'https'].map((scheme) =>
      client(`${scheme}://crm.example.com:${port}`, { allowedNetworks: [], resolve })('/', {
        timeoutMilliseconds: 1000,
      }),
    );
    expect(await Promise.all(answers)).toEqual([
      failure('refused', 'private-address'),
      failure('refused', 'private-address'),
    ]);
    expect(asked()).toBe(0);
  });

  it('connects by name to a listed private network', async () => {
    const { origin } = await serve(json('{}'));
    const resolve: Resolve = (_name, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]);
    const getJson = client(`http://crm.internal:${new URL(origin).port}`, { resolve });
    expect(await getJson('/', { timeoutMilliseconds: 1000 })).toEqual({ kind: 'json', value: {} });
  });

  it.each(['/people/../admin', '//elsewhere.example/', '/a\\b'])('does not ask for %s', async (path) => {
    const { origin, asked } = await serve(json('{}'));
    const answer = await client(origin)(path, { timeoutMilliseconds: 1000 });
    expect([answer, asked()]).toEqual([failure('refused', 'path'), 0]);
  });

  it('sends the token and forgets it after a 401', async () => {
    const seen: (string | undefined)[] = [];
    const { origin } = await serve((request, response) => {
      seen.push(request.headers.authorization);
      status(401)(request, response);
    });
    let forgotten = 0;
    const token: BearerToken = {
      read: async () => ({ kind: 'token', token: 'secret' }),
      forget: () => {
        forgotten += 1;
      },
    };
    await client(origin, { token })('/', { timeoutMilliseconds: 1000 });
    expect([seen, forgotten]).toEqual([['Bearer secret'], 1]);
  });

  it('waits for the token within the time limit, and asks nobody after it', async () => {
    const { origin, asked } = await serve(json('{}'));
    const token: BearerToken = { read: () => new Promise(() => undefined), forget: () => {} };
    const answer = await client(origin, { token })('/', { timeoutMilliseconds: 50 });
    expect([answer, asked()]).toEqual([failure('unavailable', 'secret:timeout'), 0]);
  });

  it('leaves an answer only what the token left of the time limit', async () => {
    const { origin } = await serve((request, response) => {
      setTimeout(() => json('{}')(request, response), 400);
    });
    const token: BearerToken = {
      read: () => new Promise((resolve) => setTimeout(resolve, 400, { kind: 'token', token: 'secret' })),
      forget: () => {},
    };
    const answer = await client(origin, { token })('/', { timeoutMilliseconds: 600 });
    expect(answer).toEqual(failure('unavailable', 'timeout'));
  });

  it('asks nobody without the token it should carry', async () => {
    const { origin, asked } = await serve(json('{}'));
    const token: BearerToken = {
      read: async () => ({ kind: 'unusable', detail: 'AccessDeniedException' }),
      forget: () => {},
    };
    const answer = await client(origin, { token })('/', { timeoutMilliseconds: 1000 });
    expect([answer, asked()]).toEqual([failure('unavailable', 'secret:AccessDeniedException'), 0]);
  });
});
