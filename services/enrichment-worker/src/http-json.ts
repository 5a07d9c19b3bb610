import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import got, { type Got, HTTPError, RequestError } from 'got';
import { createAddressGuard, type Resolve } from './address-guard.ts';
import { type BearerToken, readWithin } from './bearer-token.ts';
import { retryAfterSeconds } from './retry-after.ts';
import { type Failure, failed, type GetJson, type JsonAnswer } from './source.ts';

/** Bytes of an answer, compressed or not: far more than any record takes. */
const MAX_ANSWER_BYTES = 256 * 1024;

/** One quick repetition for what passes within a second; all longer waits belong to the queue. */
const BLIP_RETRY = {
  limit: 1,
  methods: ['GET' as const],
  statusCodes: [500, 502, 504],
  errorCodes: ['ECONNRESET', 'EPIPE', 'EAI_AGAIN'],
  backoffLimit: 150,
  // An answer that names its own time is not repeated before it.
  maxRetryAfter: 0,
};

const JSON_TYPE = /^application\/(?:[a-z0-9.+-]+\+)?json\s*(?:;|$)/i;

type Options = {
  /** The only origin that is asked. Plain `http:` reaches `allowedNetworks` alone. */
  origin: string;
  token?: BearerToken | undefined;
  /** Networks beside the public internet, as CIDRs. */
  allowedNetworks: readonly string[];
  /** Longest `Retry-After` that is honoured. */
  retryAfterCapSeconds: number;
  now: () => number;
  resolve?: Resolve;
};

type Client = Options & { http: Got; forbidden: boolean };

/** A client for one external system: its origin alone, no redirects, bounded in time and size. */
export function createGetJson(options: Options): GetJson {
  const { protocol, hostname } = new URL(options.origin);
  const guard = createAddressGuard(options.allowedNetworks, {
    publicToo: protocol === 'https:',
    ...(options.resolve && { resolve: options.resolve }),
  });
  const http = got.extend({
    agent: { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) },
    dnsLookup: guard.lookup,
    headers: { accept: 'application/json', 'user-agent': 'postconfirm-enrichment' },
    followRedirect: false,
    // Nothing is unpacked: an answer within the bound needs no compression, and a bomb stays a small file.
    decompress: false,
    retry: BLIP_RETRY,
  });
  const client = { ...options, http, forbidden: guard.forbidsLiteral(hostname) };
  return (path, { timeoutMilliseconds }) => getJson(client, path, timeoutMilliseconds);
}

async function getJson(client: Client, path: string, timeoutMilliseconds: number): Promise<JsonAnswer> {
  if (client.forbidden) return failed('refused', 'private-address');
  // A path with dot segments, a backslash or a second slash up front would ask for something else than it says.
  if (new URL(path, client.origin).href !== client.origin + path) return failed('refused', 'path');
  const limit = AbortSignal.timeout(timeoutMilliseconds);
  const secret = client.token && (await readWithin(limit, client.token));
  if (secret?.kind === 'unusable') return failed('unavailable', `secret:${secret.detail}`);
  const answer = await exchange(client, path, { token: secret?.token, limit });
  // The secret may have been rotated since it was read.
  if (answer.kind === 'failed' && answer.detail === 'status-401') client.token?.forget();
  return answer;
}

type Call = { token: string | undefined; limit: AbortSignal };

async function exchange(client: Client, path: string, { token, limit }: Call): Promise<JsonAnswer> {
  const oversized = new AbortController();
  const request = client.http(client.origin + path, {
    responseType: 'buffer',
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    signal: AbortSignal.any([limit, oversized.signal]),
  });
  request.on('downloadProgress', ({ transferred, total = 0 }) => {
    if (Math.max(transferred, total) > MAX_ANSWER_BYTES) oversized.abort();
  });
  try {
    const { statusCode, headers, body } = await request;
    if (statusCode !== 200) return failureOfStatus(client, statusCode, headers['retry-after']);
    return jsonOf(headers['content-type'], body);
  } catch (error) {
    if (oversized.signal.aborted) return failed('invalid', 'size');
    return failureOf(client, error);
  }
}

function jsonOf(contentType: string | undefined, body: Uint8Array): JsonAnswer {
  if (!JSON_TYPE.test(contentType ?? '')) return failed('invalid', 'content-type');
  try {
    return { kind: 'json', value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) };
  } catch {
    return failed('invalid', 'json');
  }
}

function failureOf(client: Client, error: unknown): Failure {
  if (error instanceof HTTPError) {
    return failureOfStatus(client, error.response.statusCode, error.response.headers['retry-after']);
  }
  if (!(error instanceof RequestError)) throw error;
  if (error.code === 'EFORBIDDENADDRESS') return failed('refused', 'private-address');
  const timedOut = error.code === 'ETIMEDOUT' || error.name === 'AbortError';
  return failed('unavailable', timedOut ? 'timeout' : error.code);
}

function failureOfStatus(client: Client, status: number, retryAfter: string | undefined): Failure {
  const detail = `status-${status}`;
  const wait = retryAfterSeconds(retryAfter, client.now(), client.retryAfterCapSeconds);
  if (status === 429) return failed('throttled', detail, wait);
  if (status >= 500 || status === 408 || status === 425) return failed('unavailable', detail, wait);
  if (status === 404 || status === 410) return failed('absent', detail);
  // Redirects among them: an origin that moved is a setting to change, not a place to carry a token to.
  return status < 300 ? failed('invalid', detail) : failed('refused', detail);
}
