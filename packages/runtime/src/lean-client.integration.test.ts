import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lean } from './lean-client.ts';

let service: Server;
let signedBy: (string | undefined)[];

beforeEach(async () => {
  signedBy = [];
  service = createServer((request, response) => {
    signedBy.push(/Credential=(\w+)\//.exec(request.headers.authorization ?? '')?.[1]);
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(service, 'listening');
});

afterEach(() => void service.close());

test('a client without what it does not need signs each call with the credentials of its moment', async () => {
  let asked = 0;
  const client = lean(
    new SQSClient({
      region: 'eu-central-1',
      endpoint: `http://127.0.0.1:${(service.address() as AddressInfo).port}`,
      credentials: async () => {
        asked += 1;
        return { accessKeyId: `KEY${asked}`, secretAccessKey: 'secret', expiration: new Date(0) };
      },
    }),
  );
  await client.send(new ListQueuesCommand({}));
  await client.send(new ListQueuesCommand({}));
  client.destroy();
  expect(signedBy).toHaveLength(2);
  expect(new Set(signedBy).size).toBe(2);
});
