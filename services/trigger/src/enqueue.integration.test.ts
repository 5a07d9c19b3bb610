import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { CONFIRMED, type Message, parseMessage } from '@postconfirm/contract';
import { buildApp } from 'fauxqs';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createEnqueue, createSqsClient } from './enqueue.ts';
import { anEvent, aTrigger } from './trigger.builder.ts';

/** More failures than the quota that the SDK's own strategy pays repetitions from. */
const MANY = 150;

/** Milliseconds: what a user may be kept waiting, whatever SQS does. */
const PROMISE = 3000;

const servers: Server[] = [];

beforeAll(() => {
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  // The SDK warns that the queue's URL is not AWS's: it is meant.
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});

afterEach(async () => {
  await Promise.all(
    servers.splice(0).map((server) => {
      server.closeAllConnections();
      server.close();
      return once(server, 'close');
    }),
  );
});

afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** An SQS that answers as the listener does; gives the URL of its queue. */
async function anSqs(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/000000000000/confirmations`;
}

const jsonType = { 'content-type': 'application/x-amz-json-1.0' };

const refusing =
  (status: number, type: string): RequestListener =>
  (request, response) => {
    request.resume();
    response.writeHead(status, jsonType).end(JSON.stringify({ __type: type, message: 'for ann@example.com' }));
  };

async function accept(request: IncomingMessage, accepted: string[]): Promise<string> {
  const { MessageBody } = (await json(request)) as { MessageBody: string };
  accepted.push(MessageBody);
  return JSON.stringify({ MessageId: 'm', MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex') });
}

/** One sign-up: how long its user waited, and what the log says. */
async function signUp(queueUrl: string) {
  const client = createSqsClient();
  const trigger = aTrigger(createEnqueue(client, queueUrl));
  const event = anEvent();
  const start = performance.now();
  const answer = await trigger.invoke(event);
  const milliseconds = performance.now() - start;
  client.destroy();
  return { returned: answer === event, milliseconds, lines: trigger.lines(), text: trigger.text() };
}

describe('a sign-up while SQS fails', () => {
  it('goes on within the promise, with one ENQUEUE_FAILED line, whatever the failure', async () => {
    const unused = createServer().listen(0, '127.0.0.1');
    await once(unused, 'listening');
    const refused = `http://127.0.0.1:${(unused.address() as AddressInfo).port}/000000000000/confirmations`;
    unused.close();
    await once(unused, 'close');
    const drip: RequestListener = (_request, response) => void response.writeHead(200, jsonType).write('{');
    const failures = {
      blackHole: await anSqs(() => undefined),
      endlessReply: await anSqs(drip),
      error500: await anSqs(refusing(500, 'InternalError')),
      throttled: await anSqs(refusing(400, 'com.amazonaws.sqs#RequestThrottled')),
      denied: await anSqs(refusing(403, 'com.amazonaws.sqs#AccessDenied')),
      noQueue: await anSqs(refusing(400, 'com.amazonaws.sqs#QueueDoesNotExist')),
      html: await anSqs((_request, response) => void response.writeHead(200).end('<html>ann@example.com</html>')),
      reset: await anSqs((request) => void request.socket.destroy()),
      refused,
    };
    const results = await Promise.all(
      Object.entries(failures).map(async ([name, url]) => [name, await signUp(url)] as const),
    );
    for (const [name, { returned, milliseconds, lines, text }] of results) {
      expect([name, returned, lines.map(({ code }) => code)]).toEqual([name, true, ['ENQUEUE_FAILED']]);
      expect(milliseconds, name).toBeLessThan(PROMISE);
      expect(text, name).not.toContain('ann@example.com');
    }
  });
});

describe('a sign-up while SQS stumbles once', () => {
  it('is enqueued by the second attempt after a failed first', async () => {
    const accepted: string[] = [];
    let calls = 0;
    const url = await anSqs(async (request, response) => {
      calls += 1;
      if (calls === 1) return refusing(503, 'ServiceUnavailable')(request, response);
      response.writeHead(200, jsonType).end(await accept(request, accepted));
    });
    const { lines } = await signUp(url);
    expect(lines).toMatchObject([{ code: 'ENQUEUED' }]);
    expect(accepted).toHaveLength(1);
  });

  it('is enqueued twice under one id when the first reply was lost', async () => {
    const accepted: string[] = [];
    const url = await anSqs(async (request, response) => {
      const reply = await accept(request, accepted);
      if (accepted.length === 1) request.socket.destroy();
      else response.writeHead(200, jsonType).end(reply);
    });
    const { lines } = await signUp(url);
    expect(lines).toMatchObject([{ code: 'ENQUEUED' }]);
    expect(accepted).toHaveLength(2);
    expect(accepted[0]).toBe(accepted[1]);
  });

  it('tries no more than twice', async () => {
    let calls = 0;
    const url = await anSqs((request, response) => {
      calls += 1;
      refusing(500, 'InternalError')(request, response);
    });
    await signUp(url);
    expect(calls).toBe(2);
  });
});

describe('a refusal', () => {
  it.each([
    ['for a right that is missing', 403, 'com.amazonaws.sqs#AccessDenied', 'account', 1],
    ['for a queue that is missing', 400, 'com.amazonaws.sqs#QueueDoesNotExist', 'account', 1],
    ['for what the message says', 400, 'com.amazonaws.sqs#InvalidMessageContents', 'invalid', 1],
    ['for there were too many', 400, 'com.amazonaws.sqs#RequestThrottled', 'throttled', 2],
    ['that says nothing', 500, 'InternalError', 'ambiguous', 2],
  ])('%s is named, and asked again only where that can help', async (_why, status, type, failure, requests) => {
    let calls = 0;
    const url = await anSqs((request, response) => {
      calls += 1;
      refusing(status, type)(request, response);
    });
    const { lines } = await signUp(url);
    expect([calls, lines]).toMatchObject([requests, [{ code: 'ENQUEUE_FAILED', failure }]]);
  });
});

describe('SQS', () => {
  it('takes every odd character of a name and gives it back intact', async () => {
    const app = buildApp({ logger: false, host: '127.0.0.1', defaultRegion: 'eu-central-1' });
    await app.listen({ host: '127.0.0.1', port: 0 });
    const origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    vi.stubEnv('AWS_ENDPOINT_URL_SQS', origin);
    const client = createSqsClient();
    await client.send(new CreateQueueCommand({ QueueName: 'confirmations' }));
    const queueUrl = `${origin}/000000000000/confirmations`;
    const trigger = aTrigger(createEnqueue(client, queueUrl));
    const name = '\u202EZo\u00eb \u{1F469}\u200D\u{1F467} \u0000\ufffe\uffff "\\';
    await trigger.invoke(anEvent({ name }));
    const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl: queueUrl }));
    client.destroy();
    await app.close();
    expect(Messages?.map(({ Body }) => parseMessage(Body ?? ''))).toMatchObject([
      { kind: 'message', message: { data: { name } } },
    ]);
  });

  it('still tries twice after hundreds of failures in one process', async () => {
    let requests = 0;
    const failing = refusing(503, 'ServiceUnavailable');
    const url = await anSqs((request, response) => {
      requests += 1;
      failing(request, response);
    });
    const enqueue = createEnqueue(createSqsClient(), url);
    const message: Message = {
      ...{ specversion: '1.0', id: 'sub-1/confirmed', subject: 'sub-1', type: CONFIRMED },
      ...{ source: 'cognito:eu-central-1:eu-central-1_Abc', time: '2026-03-01T09:30:00.000Z' },
      ...{ datacontenttype: 'application/json', replays: 0 },
      data: { cause: 'sign-up', attributes: {}, clientMetadata: {} },
    };
    for (let round = 0; round < MANY / 10; round += 1) {
      await Promise.all(Array.from({ length: 10 }, () => expect(enqueue(message)).rejects.toThrow()));
    }
    requests = 0;
    await expect(enqueue(message)).rejects.toThrow();
    expect(requests).toBe(2);
  });
});
