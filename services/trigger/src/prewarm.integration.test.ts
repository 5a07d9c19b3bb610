import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLog, TRIGGER_LINES } from '@postconfirm/runtime';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { createEnqueue, createSqsClient } from './enqueue.ts';
import { prewarm } from './prewarm.ts';
import { anEvent, aTrigger } from './trigger.builder.ts';

const servers: Server[] = [];

beforeAll(() => {
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  // The SDK warns that the queue's URL is not AWS's: it is meant.
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

async function prewarmed(answer: RequestListener) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(String(request.headers['x-amz-target']));
    answer(request, response);
  }).listen(0, '127.0.0.1');
  servers.push(server);
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/000000000000/confirmations`;
  const client = createSqsClient();
  const lines: string[] = [];
  const log = createLog({
    functionName: 'f',
    lines: TRIGGER_LINES,
    destination: { write: (line) => lines.push(line) },
  });
  const started = performance.now();
  await prewarm({
    client,
    queueUrl: url,
    allowed: { customAttributes: [], clientMetadataKeys: [], region: 'eu-central-1' },
    moment: () => ({ time: '2026-03-01T09:30:00.000Z', uuid: 'u', traceparent: undefined }),
    log,
  });
  const milliseconds = performance.now() - started;
  return {
    asked,
    client,
    url,
    milliseconds,
    said: lines.map((line) => JSON.parse(line)),
    connections: () => connections,
  };
}

const ok: RequestListener = (request, response) => {
  request.resume();
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{"Attributes":{}}');
};

it('leaves a connection that the first sign-up takes', async () => {
  const { asked, client, url, said, connections } = await prewarmed(ok);
  await aTrigger(createEnqueue(client, url)).invoke(anEvent());
  client.destroy();
  expect(asked.slice(0, 2)).toEqual(['AmazonSQS.GetQueueAttributes', 'AmazonSQS.SendMessage']);
  expect([said, connections()]).toEqual([[], 1]);
});

it.each<[string, RequestListener]>([
  [
    'refuses it',
    (_request, response) => void response.writeHead(403).end('{"__type":"com.amazonaws.sqs#AccessDenied"}'),
  ],
  ['resets the connection', (request) => void request.socket.destroy()],
  ['never answers', () => undefined],
])('is counted and forgotten within its budget when SQS %s', async (_what, answer) => {
  const { client, milliseconds, said } = await prewarmed(answer);
  client.destroy();
  expect(said).toMatchObject([{ code: 'PREWARM_FAILED', level: 'warn', PREWARM_FAILED: 1 }]);
  expect(milliseconds).toBeLessThan(1500);
});
