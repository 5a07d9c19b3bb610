import { createServer } from 'node:http';
import { GetSendQuotaCommand, SESClient } from '@aws-sdk/client-ses';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { clientOptions } from '../account.ts';
import { type Gate, openGate } from './gate.ts';
import { readBody } from './http-message.ts';
import { type HttpListener, listen } from './listener.ts';
import type { NetworkFault } from './network-fault.ts';

const REPLY = JSON.stringify({ done: 'yes' });

let behind: HttpListener;
let gate: Gate;
/** Bodies of the requests that came through, in order. */
let came: string[];

beforeEach(async () => {
  came = [];
  const server = createServer(async (request, response) => {
    came.push((await readBody(request)).toString());
    response.writeHead(200, { 'content-type': 'application/json', 'x-of': 'the-service' }).end(REPLY);
  });
  behind = await listen(server, 'a service');
  gate = await openGate('a service', behind.server);
});

afterEach(async () => {
  await gate.close();
  await behind.close();
});

const ask = (body = 'asked', operation = 'SendMessage', signal?: AbortSignal) =>
  fetch(gate.url, {
    method: 'POST',
    headers: { 'x-amz-target': `Service.${operation}` },
    body,
    ...(signal && { signal }),
  });

const textOf = async (answer: Promise<Response>) => (await answer).text();

test('lets requests and answers pass as they are', async () => {
  const answer = await ask('Zoë');
  expect([answer.status, answer.headers.get('x-of'), await answer.text()]).toEqual([200, 'the-service', REPLY]);
  expect(came).toEqual(['Zoë']);
});

test('lets a body pass that comes in many pieces', async () => {
  const long = 'Zoë'.repeat(100_000);
  expect(await textOf(ask(long))).toBe(REPLY);
  expect(came).toEqual([long]);
});

test.each<[NetworkFault, number]>([
  ['reset', 0],
  ['lost-reply', 1],
  ['truncated-reply', 1],
])('breaks the connection by %s when %i requests were done', async (fault, done) => {
  gate.inject(fault, { operation: 'SendMessage' });
  await expect(textOf(ask())).rejects.toThrow(TypeError);
  expect(came).toHaveLength(done);
});

test('announces the whole of an answer that it cuts off', async () => {
  gate.inject('truncated-reply', { operation: 'SendMessage' });
  const answer = await ask();
  expect([answer.status, Number(answer.headers.get('content-length'))]).toEqual([200, REPLY.length]);
  await expect(answer.text()).rejects.toThrow('terminated');
});

test.each<[NetworkFault, number]>([
  ['black-hole', 0],
  ['withheld-reply', 1],
])('says nothing by %s when %i requests were done', async (fault, done) => {
  const injected = gate.inject(fault, { operation: 'SendMessage' });
  const hangUp = new AbortController();
  const answer = ask('asked', 'SendMessage', hangUp.signal);
  await expect.poll(injected.hits).toBe(1);
  await expect.poll(() => came.length).toBe(done);
  hangUp.abort();
  await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
});

test('does a request twice and answers once', async () => {
  gate.inject('duplicate', { operation: 'SendMessage', times: 1 });
  expect(await textOf(ask())).toBe(REPLY);
  expect(came).toEqual(['asked', 'asked']);
});

test('answers late', async () => {
  const delay = 200;
  gate.inject({ replyAfterMs: delay }, { operation: 'SendMessage' });
  const start = performance.now();
  expect(await textOf(ask())).toBe(REPLY);
  // A timer may fire a millisecond early by this clock.
  expect(performance.now() - start).toBeGreaterThan(delay - 2);
});

test('does another request and gives another answer', async () => {
  const reply = (given: { status: number; body: string }) => ({ status: 500, headers: {}, body: `not ${given.body}` });
  gate.inject({ rewrite: { request: (body) => `${body} otherwise`, reply } }, { operation: 'SendMessage' });
  const answer = await ask();
  expect([answer.status, await answer.text()]).toEqual([500, `not ${REPLY}`]);
  expect(came).toEqual(['asked otherwise']);
});

test('touches only what it aims at, so many times, and nothing once it is cleared', async () => {
  const refuse = { code: 'Refused', message: 'no', status: 503 };
  const one = gate.inject({ refuse }, { operation: 'SendMessage', when: ({ body }) => body === 'mine', times: 2 });
  const statuses = async (...asked: [string, string?][]) =>
    Promise.all(asked.map(async ([body, operation]) => (await ask(body, operation)).status));
  expect(await statuses(['other'], ['mine', 'ReceiveMessage'], ['mine'], ['mine'])).toEqual([200, 200, 503, 503]);
  expect([await statuses(['mine']), one.hits()]).toEqual([[200], 2]);
  const other = gate.inject({ refuse }, { operation: 'SendMessage' });
  other.clear();
  expect([await statuses(['mine']), other.hits()]).toEqual([[200], 0]);
});

test('refuses in the words of each service', async () => {
  const refuse = { code: 'Throttling', message: 'Rate exceeded', status: 400 };
  for (const operation of ['GetSendQuota', 'ListQueues']) gate.inject({ refuse }, { operation });
  const ses = new SESClient({ ...clientOptions(gate.url), maxAttempts: 1 });
  const sqs = new SQSClient({ ...clientOptions(gate.url), maxAttempts: 1 });
  const expected = { name: 'Throttling', message: 'Rate exceeded', $metadata: { httpStatusCode: 400 } };
  await expect(ses.send(new GetSendQuotaCommand({}))).rejects.toMatchObject(expected);
  await expect(sqs.send(new ListQueuesCommand({}))).rejects.toMatchObject(expected);
  expect(came).toEqual([]);
});

test('refuses connections while it is shut, and leads to the same service afterwards', async () => {
  const open = await gate.shut();
  await expect(ask()).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  await open();
  expect(await textOf(ask())).toBe(REPLY);
});
