import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export type ExternalSource = 'crm' | 'loyalty';

/** What goes wrong with an answer. `times` heals the source after so many requests; without it the fault stays. */
export type ExternalFault = { times?: number } & (
  | { kind: 'status'; status: number; retryAfter?: string }
  | { kind: 'content-type'; contentType: string }
  | { kind: 'malformed-body' }
  | { kind: 'huge-body'; bytes: number }
  | { kind: 'slow-drip'; everyMilliseconds: number }
  | { kind: 'redirect'; location: string }
  | { kind: 'other-user'; sub: string }
  | { kind: 'silence' }
  | { kind: 'reset' }
);

/** `version` is what the answers carry; raising it changes the data too, as an update at the other side would. */
export type ExternalBehaviour = { latencyMilliseconds?: number; version?: number; fault?: ExternalFault };

/** The bearer token that a source asks for; none: it takes anybody. */
export type ExternalTokens = Partial<Record<ExternalSource, string>>;

export type ExternalRequest = { source: ExternalSource; sub: string; authorized: boolean; status: number };

export type ExternalSystem = {
  /** `http://127.0.0.1:PORT`, the same for both sources. */
  origin: string;
  server: Server;
  requests: readonly ExternalRequest[];
  /** Replaces the source's behaviour; an empty object makes it healthy again. */
  behave(source: ExternalSource, behaviour: ExternalBehaviour): void;
  close(): Promise<void>;
};

type Answer = { source: ExternalSource; sub: string; behaviour: ExternalBehaviour; response: ServerResponse };
type State = {
  tokens: ExternalTokens;
  behaviours: Record<ExternalSource, ExternalBehaviour>;
  requests: ExternalRequest[];
  closing: AbortController;
};

const ROUTE = /^\/(?:(crm)\/people|(loyalty)\/members)\/([^/?]+)$/;

/**
 * A stand-in for the systems of others, with two sources: `GET /crm/people/{sub}` and `GET /loyalty/members/{sub}`.
 * The same sub and version always get the same data. A source with a token answers 401 to requests that do not bear it.
 */
export async function startExternalSystem(tokens: ExternalTokens = {}): Promise<ExternalSystem> {
  const state: State = {
    tokens,
    behaviours: { crm: {}, loyalty: {} },
    requests: [],
    closing: new AbortController(),
  };
  const server = createServer((request, response) => void answer(state, request, response));
  await listen(server);
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    server,
    requests: state.requests,
    behave: (source, behaviour) => {
      state.behaviours[source] = structuredClone(behaviour);
    },
    close: () => close(state, server),
  };
}

/** The data of a healthy answer, for expectations. */
export function externalData(source: ExternalSource, sub: string, version = 1) {
  const digest = createHash('sha256').update(`${source}/${sub}/${version}`).digest();
  const pick = (words: readonly string[]) => words[digest.readUInt8(4) % words.length];
  if (source === 'crm') {
    const customerId = `C-${createHash('sha256').update(sub).digest('hex').slice(0, 10)}`;
    return { sub, customerId, segment: pick(['consumer', 'business', 'partner']), version };
  }
  return { sub, tier: pick(['bronze', 'silver', 'gold']), points: digest.readUInt16BE(0), version };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
}

function close(state: State, server: Server): Promise<void> {
  state.closing.abort();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function answer(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const route = routeOf(request);
  if (route === undefined) return sendJson(response, 404, { error: 'no such resource' });
  const token = state.tokens[route.source];
  const authorized = token === undefined || request.headers.authorization === `Bearer ${token}`;
  response.once('close', () => state.requests.push({ ...route, authorized, status: response.statusCode }));
  if (!authorized) return sendJson(response, 401, { error: 'bearer token missing or wrong' });
  await respond(state, { ...route, behaviour: takeBehaviour(state, route.source), response });
}

function routeOf(request: IncomingMessage): { source: ExternalSource; sub: string } | undefined {
  const [, crm, loyalty, sub] = ROUTE.exec(request.url ?? '') ?? [];
  if (request.method !== 'GET' || sub === undefined) return undefined;
  return { source: (crm ?? loyalty) === 'crm' ? 'crm' : 'loyalty', sub: decode(sub) };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function takeBehaviour(state: State, source: ExternalSource): ExternalBehaviour {
  const behaviour = state.behaviours[source];
  const { fault, ...healthy } = behaviour;
  if (fault?.times === undefined) return behaviour;
  if (fault.times <= 0) return healthy;
  state.behaviours[source] = { ...healthy, fault: { ...fault, times: fault.times - 1 } };
  return behaviour;
}

async function respond(state: State, answer: Answer): Promise<void> {
  const { behaviour, response, source, sub } = answer;
  if (!(await lasted(behaviour.latencyMilliseconds ?? 0, state.closing.signal))) return;
  const data = externalData(source, sub, behaviour.version);
  if (behaviour.fault === undefined) return sendJson(response, 200, data);
  await misbehave(state, behaviour.fault, { data, response });
}

type Subject = { data: ReturnType<typeof externalData>; response: ServerResponse };

async function misbehave(state: State, fault: ExternalFault, { data, response }: Subject): Promise<void> {
  switch (fault.kind) {
    case 'status': {
      const headers = fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter };
      return sendJson(response, fault.status, { error: 'told to fail' }, headers);
    }
    case 'content-type':
      response.writeHead(200, { 'content-type': fault.contentType }).end(JSON.stringify(data));
      return;
    case 'malformed-body':
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(data).slice(0, -1));
      return;
    case 'huge-body':
      return pour(response, fault.bytes);
    case 'slow-drip':
      return drip(response, { text: JSON.stringify(data), every: fault.everyMilliseconds, stop: state.closing.signal });
    case 'redirect':
      response.writeHead(302, { location: fault.location }).end();
      return;
    case 'other-user':
      return sendJson(response, 200, { ...data, sub: fault.sub });
    case 'silence':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
  }
}

function sendJson(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Streams, without content-length, so that a client has to count for itself. */
async function pour(response: ServerResponse, bytes: number): Promise<void> {
  const block = 'x'.repeat(65_536);
  response.writeHead(200, { 'content-type': 'application/json' });
  for (let sent = 0; sent < bytes && !response.destroyed; sent += block.length) {
    if (!response.write(block)) await drainedOrClosed(response);
  }
  response.end();
}

function drainedOrClosed(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      response.off('drain', settle).off('close', settle);
      resolve();
    };
    response.once('drain', settle).once('close', settle);
    if (response.destroyed) settle();
  });
}

async function drip(response: ServerResponse, plan: { text: string; every: number; stop: AbortSignal }): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json' });
  for (const letter of plan.text) {
    if (response.destroyed || !(await lasted(plan.every, plan.stop))) return;
    response.write(letter);
  }
  response.end();
}

/** False when the server closed meanwhile. */
async function lasted(milliseconds: number, stop: AbortSignal): Promise<boolean> {
  if (milliseconds <= 0) return !stop.aborted;
  return pause(milliseconds, true, { signal: stop }).catch(() => false);
}
