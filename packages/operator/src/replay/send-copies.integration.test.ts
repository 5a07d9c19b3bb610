import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { aDeadLetter } from './dead-letter.builder.ts';
import { createSendCopies, type SendCopies } from './send-copies.ts';

type Entry = { Id: string; MessageBody: string; [field: string]: unknown };

/** SQS as far as SendMessageBatch needs it: it refuses the entries whose body says so. */
let server: Server;
let sqs: SQSClient;
let send: SendCopies;
const batches: Entry[][] = [];
let answer: 'well' | 'reset' = 'well';

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const { Entries } = JSON.parse(await text(request)) as { Entries: Entry[] };
    batches.push(Entries);
    if (answer === 'reset') return request.socket.destroy();
    const isRefused = ({ MessageBody }: Entry) => MessageBody.startsWith('refuse');
    const Failed = Entries.filter(isRefused).map(({ Id }) => ({ Id, Code: 'InternalError', SenderFault: false }));
    const rest = Entries.filter((entry) => !isRefused(entry) && !entry.MessageBody.startsWith('forget'));
    const Successful = rest.map(({ Id }) => ({ Id, MessageId: `copy-${Id}` }));
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    return response.end(JSON.stringify({ Successful, Failed }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  sqs = new SQSClient({
    region: 'eu-central-1',
    endpoint: url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    md5: false,
  });
  send = createSendCopies(sqs, `${url}/000000000000/email`);
});
afterAll(() => {
  sqs.destroy();
  server.close();
});
beforeEach(() => {
  batches.length = 0;
  answer = 'well';
});

const copyOf = (messageId: string, body: string) => ({ letter: aDeadLetter({ messageId, body }), body });

it('tells of each copy apart what SQS said of it', async () => {
  const copies = [copyOf('a', 'fine'), copyOf('b', 'refuse me'), copyOf('c', 'fine too'), copyOf('d', 'forget me')];
  const { acknowledged, refused } = await send(copies);
  expect(acknowledged).toEqual(new Set(['a', 'c']));
  expect([...refused]).toEqual([
    ['b', 'InternalError'],
    ['d', 'unanswered'],
  ]);
});

it('takes no copy for sent when the answer is lost', async () => {
  answer = 'reset';
  const { acknowledged, refused } = await send([copyOf('a', 'x'), copyOf('b', 'y')]);
  expect(acknowledged.size).toBe(0);
  expect([...refused.keys()]).toEqual(['a', 'b']);
});

it('lets the attributes and the trace survive, and leaves those of the death behind', async () => {
  const letter = aDeadLetter({ attributes: { reason: 'attempts', worker: 'email-worker', tenant: 'blue' } });
  const traceHeader = 'Root=1-5759e988-bd862e3fe1be46a994272793';
  await send([{ letter: { ...letter, traceHeader }, body: 'x' }]);
  expect(batches[0]?.[0]).toMatchObject({
    MessageAttributes: { tenant: { DataType: 'String', StringValue: 'blue' } },
    MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: traceHeader } },
  });
  expect(Object.keys(batches[0]?.[0]?.['MessageAttributes'] ?? {})).toEqual(['tenant']);
});

it('sends in several batches what SQS would not take in one', async () => {
  const large = 'x'.repeat(400_000);
  const { acknowledged } = await send(['a', 'b', 'c'].map((id) => copyOf(id, large)));
  expect(acknowledged.size).toBe(3);
  expect(batches.map((batch) => batch.length).sort()).toEqual([1, 2]);
});
