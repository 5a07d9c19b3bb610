import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { buildApp } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createSourceQueue, createSqsClient, type DyingRecord } from './source-queue.ts';

const app = buildApp({ logger: false, host: '127.0.0.1', defaultRegion: 'eu-central-1' });
let origin: string;
let client: SQSClient;

beforeAll(async () => {
  await app.listen({ host: '127.0.0.1', port: 0 });
  origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('AWS_ENDPOINT_URL_SQS', origin);
  client = createSqsClient();
});

afterAll(async () => {
  client.destroy();
  vi.unstubAllEnvs();
  await app.close();
});

async function aQueue(name: string): Promise<string> {
  await client.send(new CreateQueueCommand({ QueueName: name, Attributes: { VisibilityTimeout: '3600' } }));
  return `${origin}/000000000000/${name}`;
}

async function receive(queueUrl: string) {
  const command = new ReceiveMessageCommand({ QueueUrl: queueUrl, MessageAttributeNames: ['All'] });
  return (await client.send(command)).Messages?.[0];
}

const attributes = {
  reason: 'poison',
  detail: 'not-json',
  worker: 'email-worker',
  attempts: '3',
  deadLetteredAt: '2026-03-01T00:00:00.000Z',
} as const;

const dying = (body: string, more: Partial<DyingRecord> = {}): DyingRecord => ({
  body,
  attributes: {},
  messageAttributes: {},
  ...more,
});

/** What Lambda gives of an attribute of text. */
const lambdaText = (stringValue: string) => ({
  dataType: 'String',
  stringValue,
  stringListValues: [] as never[],
  binaryListValues: [] as never[],
});

describe('deadLetter', () => {
  it('puts the body on the dead-letter queue, unchanged, beside its reason', async () => {
    const dlq = await aQueue('reasons-dlq');
    await createSourceQueue(client, `${origin}/000000000000/reasons`, dlq).deadLetter(dying('{"half'), attributes);
    const letter = await receive(dlq);
    const strings = Object.entries(attributes).map(([name, value]) => [
      name,
      { DataType: 'String', StringValue: value },
    ]);
    expect(letter?.Body).toBe('{"half');
    expect(letter?.MessageAttributes).toEqual(Object.fromEntries(strings));
  });

  it('leaves out an empty detail, which SQS refuses', async () => {
    const dlq = await aQueue('details-dlq');
    await createSourceQueue(client, dlq, dlq).deadLetter(dying('x'), { ...attributes, detail: '' });
    expect(Object.keys((await receive(dlq))?.MessageAttributes ?? {}).sort()).toEqual([
      'attempts',
      'deadLetteredAt',
      'reason',
      'worker',
    ]);
  });

  it('keeps the attributes that the message itself had', async () => {
    const dlq = await aQueue('own-dlq');
    const binary = { ...lambdaText(''), dataType: 'Binary', binaryValue: Buffer.from([1, 255]).toString('base64') };
    const { stringValue: _, ...bytes } = binary;
    const record = dying('x', { messageAttributes: { tenant: lambdaText('blue'), bytes } });
    await createSourceQueue(client, dlq, dlq).deadLetter(record, attributes);
    const own = (await receive(dlq))?.MessageAttributes ?? {};
    expect(own['tenant']).toMatchObject({ DataType: 'String', StringValue: 'blue' });
    expect([...(own['bytes']?.BinaryValue ?? [])]).toEqual([1, 255]);
    expect(own['reason']?.StringValue).toBe('poison');
  });

  it('keeps no more of them than SQS takes beside its own', async () => {
    const dlq = await aQueue('many-dlq');
    const many = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`own${index}`, lambdaText('x')]));
    await createSourceQueue(client, dlq, dlq).deadLetter(dying('x', { messageAttributes: many }), attributes);
    const names = Object.keys((await receive(dlq))?.MessageAttributes ?? {});
    expect(names).toHaveLength(10);
    expect(names).toEqual(expect.arrayContaining(Object.keys(attributes)));
  });

  it('keeps the trace of the message', async () => {
    const asked: unknown[] = [];
    const fake = { send: async ({ input }: { input: unknown }) => asked.push(input) } as unknown as SQSClient;
    const record = dying('x', { attributes: { AWSTraceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793' } });
    await createSourceQueue(fake, 'https://sqs.example/q', 'https://sqs.example/d').deadLetter(record, attributes);
    expect(asked).toMatchObject([
      { MessageSystemAttributes: { AWSTraceHeader: { StringValue: record.attributes.AWSTraceHeader } } },
    ]);
  });

  it('keeps the place of an empty body, which SQS refuses', async () => {
    const dlq = await aQueue('empty-dlq');
    await createSourceQueue(client, dlq, dlq).deadLetter(dying(''), attributes);
    expect((await receive(dlq))?.Body).toBe(' ');
  });

  it.each([
    ['all of it', 0, []],
    ['all but a byte less than the reason takes', 17, []],
    ['all but what the reason takes', 18, ['reason']],
    ['all but 30 bytes', 30, ['reason']],
    ['a little', 2 ** 19, ['reason', 'detail', 'worker', 'attempts', 'deadLetteredAt']],
  ])('keeps a body whole that takes %s of what SQS allows, beside the attributes that fit', async (...given) => {
    const [name, room, kept] = given;
    const dlq = await aQueue(`${name.replaceAll(' ', '-')}-dlq`);
    const body = 'x'.repeat(2 ** 20 - room);
    await createSourceQueue(client, dlq, dlq).deadLetter(dying(body), attributes);
    const letter = await receive(dlq);
    expect(letter?.Body?.length).toBe(body.length);
    expect(new Set(Object.keys(letter?.MessageAttributes ?? {}))).toEqual(new Set(kept));
  });

  it('rejects when the queue does not exist, so that the message is kept', async () => {
    const nowhere = `${origin}/000000000000/nowhere`;
    await expect(createSourceQueue(client, nowhere, nowhere).deadLetter(dying('x'), attributes)).rejects.toThrow();
  });
});

describe('delay', () => {
  it('shows the message again at once after 0 seconds, and a long time not after more than SQS allows', async () => {
    const url = await aQueue('delays');
    const queue = createSourceQueue(client, url, url);
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'x' }));
    const first = await receive(url);
    expect(await receive(url)).toBeUndefined();
    await queue.delay(first?.ReceiptHandle ?? '', -5);
    const second = await receive(url);
    expect(second?.Body).toBe('x');
    await queue.delay(second?.ReceiptHandle ?? '', 1e9);
    expect(await receive(url)).toBeUndefined();
  });

  it('never asks for the full 12 hours, which SQS counts from the receive', async () => {
    const asked: unknown[] = [];
    const fake = { send: async ({ input }: { input: unknown }) => asked.push(input) } as unknown as SQSClient;
    const queue = createSourceQueue(fake, 'https://sqs.example/q', 'https://sqs.example/d');
    await queue.delay('receipt', 43_200);
    await queue.delay('receipt', 44.2);
    expect(asked).toMatchObject([{ VisibilityTimeout: 42_300 }, { VisibilityTimeout: 45 }]);
  });
});

/** Keeps the connection busy, so that it is no silence that ends the call. */
function drip(response: ServerResponse): void {
  const working = setInterval(() => response.writeProcessing(), 100);
  response.on('close', () => clearInterval(working));
}

describe('a queue that does not answer', () => {
  it.concurrent.each<[string, RequestListener]>([
    ['at all', () => undefined],
    ['to the end', (_request, response) => void response.writeHead(200).write('{')],
    ['but says all the while that it is at work', (_request, response) => drip(response)],
  ])('%s leaves time for a second call within fan-out’s 10 seconds', async (_what, listener) => {
    const server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/000000000000/q`;
    const impatient = createSqsClient();
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const start = performance.now();
    const sent = createSourceQueue(impatient, url, url).deadLetter(dying('x'), attributes);
    await expect(sent).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(performance.now() - start).toBeLessThan(5000);
    warn.mockRestore();
    impatient.destroy();
    server.closeAllConnections();
    server.close();
  });
});
