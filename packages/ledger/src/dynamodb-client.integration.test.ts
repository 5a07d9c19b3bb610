import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDynamoDbClient } from './dynamodb-client.ts';

beforeAll(() => {
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
});
afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const answer = (response: ServerResponse) =>
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{"TableNames":["ledger"]}');

/** Keeps the connection busy, so that it is no silence that ends the call. */
function drip(response: ServerResponse): void {
  const working = setInterval(() => response.writeProcessing(), 100);
  response.on('close', () => clearInterval(working));
}

/** The production client at a server that answers its first request so, and the next as a table does. */
async function aClientOf(first: (response: ServerResponse) => unknown) {
  const turns = [first];
  const listener: RequestListener = (_request, response) => void (turns.shift() ?? answer)(response);
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const client = createDynamoDbClient();
  const close = () => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  };
  return { client, close };
}

describe('a call of the table is made again', () => {
  it.each<[string, (response: ServerResponse) => unknown]>([
    ['nothing comes back', () => undefined],
    ['the answer does not come to its end', (response) => response.writeHead(200).write('{')],
    ['it only says that it is at work', drip],
  ])('when %s', async (_when, first) => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const { client, close } = await aClientOf(first);
    expect(await client.send(new ListTablesCommand({}))).toMatchObject({ TableNames: ['ledger'] });
    close();
  });
});
