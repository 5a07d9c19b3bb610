import { randomUUID } from 'node:crypto';
import type { NetworkFault } from '@postconfirm/local-aws';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { confirmationEvent } from '../support/cognito-event.ts';
import { newPerson } from '../support/personal-data.ts';
import { takeBodies } from '../support/queues.ts';
import { linesWith, useStack } from '../support/stack.ts';
import { closedPort, crowdedPort } from '../support/unreachable.ts';

/** Milliseconds: what a user may be kept waiting, whatever SQS does. */
const PROMISE = 3000;

const stack = useStack();

// What the trigger puts on the queue stays there, to be counted.
beforeAll(() => stack().mappings.pause('fan-out'));

const SAYS_WHO = 'person@example.com, who must not be logged';
const refusal = (status: number, code: string): NetworkFault => ({ refuse: { status, code, message: SAYS_WHO } });
const html: NetworkFault = {
  rewrite: {
    reply: () => ({ status: 200, headers: { 'content-type': 'text/html' }, body: `<html>${SAYS_WHO}</html>` }),
  },
};

const everybody: string[] = [];

/** One sign-up: what its user waited for and how long, what the log says of it, and what lies on the queue. */
async function confirm() {
  const person = newPerson();
  const sub = randomUUID();
  everybody.push(sub);
  const event = confirmationEvent(stack(), person, sub);
  const start = performance.now();
  const { payload } = await stack().functions.invoke('trigger', event);
  const milliseconds = performance.now() - start;
  await stack().logs.waitFor(({ text }) => text.includes(sub));
  const bodies = await takeBodies(stack(), 'confirmations');
  const accepted = bodies.filter((body) => JSON.parse(body).subject === sub).length;
  return {
    returned: payload === JSON.stringify(event),
    inTime: milliseconds <= PROMISE,
    lines: linesAbout(sub),
    accepted,
  };
}

const linesAbout = (sub: string) =>
  ['ENQUEUED', 'ENQUEUE_FAILED', 'TRIGGER_FAILED'].flatMap((code) =>
    linesWith(stack(), code).flatMap((line) => (line['sub'] === sub ? [code] : [])),
  );

const GONE_ON = { returned: true, inTime: true };
const FAILED = { ...GONE_ON, lines: ['ENQUEUE_FAILED'] };

const closings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0)) await close();
});

/** For the trigger of this test SQS is elsewhere. */
async function moveSqsTo(origin: string) {
  const variables = { AWS_ENDPOINT_URL_SQS: origin, CONFIRMATIONS_QUEUE_URL: `${origin}/000000000000/confirmations` };
  closings.push(await stack().functions.deployWith('trigger', variables));
}

it.each<[string, () => Promise<string>]>([
  ['refuses connections', async () => `http://127.0.0.1:${await closedPort()}`],
  [
    'never takes a connection',
    async () => {
      const { port, close } = await crowdedPort();
      closings.push(close);
      return `http://127.0.0.1:${port}`;
    },
  ],
  ['has no address', async () => 'http://no-such-host.invalid'],
])('a sign-up goes on in 3 s, and the log says who was lost, when SQS %s', async (_what, originOf) => {
  await moveSqsTo(await originOf());
  const result = await confirm();
  expect(result).toEqual({ ...FAILED, accepted: 0 });
});

it.each<[string, NetworkFault, number]>([
  ['resets every connection', 'reset', 0],
  ['swallows every request', 'black-hole', 0],
  ['answers 500', refusal(500, 'InternalError'), 0],
  ['answers 503', refusal(503, 'ServiceUnavailable'), 0],
  ['throttles for ever', refusal(400, 'com.amazonaws.sqs#RequestThrottled'), 0],
  ['denies access', refusal(403, 'com.amazonaws.sqs#AccessDenied'), 0],
  ['knows no such queue', refusal(400, 'com.amazonaws.sqs#QueueDoesNotExist'), 0],
  ['takes the message, but every answer is lost', 'lost-reply', 2],
  ['takes the message, but never answers', 'withheld-reply', 2],
  ['takes the message, but every answer is cut off', 'truncated-reply', 2],
  ['takes the message, but a page of HTML is the answer', html, 2],
])('a sign-up goes on in 3 s, and the log says who may be lost, when SQS %s', async (_what, fault, accepted) => {
  const injected = stack().inject('sqs', fault, { operation: 'SendMessage' });
  const result = await confirm().finally(injected.clear);
  expect(injected.hits()).toBeGreaterThan(0);
  expect(result).toEqual({ ...FAILED, accepted });
});

it.each<[string, NetworkFault, number]>([
  ['resets one connection', 'reset', 1],
  ['swallows one request', 'black-hole', 1],
  ['answers 503 once', refusal(503, 'ServiceUnavailable'), 1],
  ['throttles once', refusal(400, 'com.amazonaws.sqs#RequestThrottled'), 1],
  ['takes the message, but one answer is lost', 'lost-reply', 2],
  ['takes the message, but one answer is cut off', 'truncated-reply', 2],
  ['takes one request twice', 'duplicate', 2],
  ['answers slowly', { replyAfterMs: 500 }, 1],
])('a sign-up is enqueued within 3 s when SQS %s', async (_what, fault, accepted) => {
  const injected = stack().inject('sqs', fault, { operation: 'SendMessage', times: 1 });
  const result = await confirm();
  expect(injected.hits()).toBe(1);
  expect(result).toEqual({ ...GONE_ON, lines: ['ENQUEUED'], accepted });
});

// A second line may come after the answer: by now it would be here.
afterAll(() => {
  for (const sub of everybody) expect(linesAbout(sub), sub).toHaveLength(1);
});
