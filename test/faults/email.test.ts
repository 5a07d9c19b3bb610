import type { Aim, NetworkFault } from '@postconfirm/local-aws';
import { it } from 'vitest';
import { claimsOf, requestsAbout, sentWritesOf, THROTTLED_BY_DYNAMODB } from '../support/network-faults.ts';
import { newPerson } from '../support/personal-data.ts';
import { confirm, signUp } from '../support/sign-up.ts';
import { emailsTo, linesWith, logged, useStack } from '../support/stack.ts';
import { deliveryOf } from '../support/table.ts';

// Whatever the network does, one email. The window is longer than an event's way and shorter than a test's patience; the
// heartbeat of this stage comes every second.
const stack = useStack({
  duplicateRate: 0,
  environment: {
    'email-worker': {
      LEASE_SECONDS: '12',
      SETTLE_WINDOW_SECONDS: '4',
      EVENT_GAP_SECONDS: '2',
      DOUBT_RECHECK_SECONDS: '1',
      DOUBT_CAP_SECONDS: '60',
      BACKOFF_CAP_SECONDS: '1',
    },
  },
});

/** Somebody who confirms while the network to a service has a fault for requests about them. */
async function confirmUnder(what: 'ses' | 'dynamodb', fault: NetworkFault, aimAt: (sub: string) => Aim) {
  const person = newPerson();
  const sub = await signUp(stack(), person);
  const injected = stack().inject(what, fault, aimAt(sub));
  await confirm(stack(), person);
  return { person, sub, injected };
}

const emailOf = (sub: string) => requestsAbout(sub, 'SendEmail', 1);

const answered = (status: number, type: string, body: string): NetworkFault => ({
  rewrite: { reply: () => ({ status, headers: { 'content-type': type }, body }) },
});

const FAILURE = '<ErrorResponse><Error><Code>InternalFailure</Code><Message>Failure.</Message></Error></ErrorResponse>';

it.concurrent.for<[string, NetworkFault]>([
  ['then resets the connection', 'lost-reply'],
  ['then answers 500', answered(500, 'text/xml', FAILURE)],
  ['then cuts its answer off', 'truncated-reply'],
  ['then answers with a page of HTML', answered(200, 'text/html', '<html><body>Welcome</body></html>')],
  ['then says nothing', 'withheld-reply'],
])('takes an email as sent when SES accepts it, %s, for an event tells of it', async ([, fault], { expect }) => {
  const { person, sub, injected } = await confirmUnder('ses', fault, emailOf);
  await logged(stack(), 'EMAIL_UNCERTAIN', { sub });
  await logged(stack(), 'MESSAGE_DUPLICATE', { sub });
  expect(await deliveryOf(stack(), sub)).toMatchObject({ state: 'SENT', events: { Send: expect.any(Number) } });
  expect(injected.hits()).toBe(1);
  expect(emailsTo(stack(), person)).toHaveLength(1);
});

it.concurrent.for<[string, NetworkFault]>([
  ['breaks before SES has it', 'reset'],
  ['answers 503 in its place', { refuse: { status: 503, code: 'ServiceUnavailable', message: 'Try again.' } }],
])(
  'sends an email again that the network %s, once the silence of its events says so',
  async ([, fault], { expect }) => {
    const { person, sub, injected } = await confirmUnder('ses', fault, emailOf);
    await logged(stack(), 'EMAIL_UNCERTAIN', { sub });
    await logged(stack(), 'EMAIL_SENT', { sub });
    await expect.poll(() => deliveryOf(stack(), sub)).toMatchObject({ state: 'SENT', attempt: 2, resent: true });
    expect(injected.hits()).toBe(1);
    expect(emailsTo(stack(), person)).toHaveLength(1);
  },
);

it.concurrent('waits for an answer of SES that is slow, and has no doubt', async ({ expect }) => {
  const { person, sub, injected } = await confirmUnder('ses', { replyAfterMs: 3_000 }, emailOf);
  await logged(stack(), 'EMAIL_SENT', { sub });
  await expect.poll(() => deliveryOf(stack(), sub)).toMatchObject({ state: 'SENT', attempt: 1, resent: false });
  expect(linesWith(stack(), 'EMAIL_UNCERTAIN').filter((line) => line['sub'] === sub)).toEqual([]);
  expect(injected.hits()).toBe(1);
  expect(emailsTo(stack(), person)).toHaveLength(1);
});

/** The email worker has written what it knows, and lets the message go. */
const emailDone = (sub: string) =>
  logged(stack(), 'MESSAGE_DONE', { sub, FunctionName: String(stack().endpoints.functions['email-worker']) });

it.concurrent.for<[string, NetworkFault, (sub: string, times: number) => Aim, number]>([
  ['loses the reply of the claim', 'lost-reply', claimsOf, 1],
  ['cuts the reply of the claim off', 'truncated-reply', claimsOf, 1],
  ['swallows the claim', 'black-hole', claimsOf, 1],
  ['throttles the claim', THROTTLED_BY_DYNAMODB, claimsOf, 2],
  ['takes the claim twice', 'duplicate', claimsOf, 1],
  ['loses the reply of the SENT write', 'lost-reply', sentWritesOf, 1],
  ['cuts the reply of the SENT write off', 'truncated-reply', sentWritesOf, 1],
  ['never answers the SENT write', 'withheld-reply', sentWritesOf, 1],
  ['throttles the SENT write', THROTTLED_BY_DYNAMODB, sentWritesOf, 2],
  ['takes the SENT write twice', 'duplicate', sentWritesOf, 1],
])('mails once, by the first attempt, when the table %s', async ([, fault, aimAt, times], { expect }) => {
  const { person, sub, injected } = await confirmUnder('dynamodb', fault, (about) => aimAt(about, times));
  await emailDone(sub);
  expect(await deliveryOf(stack(), sub)).toMatchObject({ state: 'SENT', attempt: 1, resent: false });
  expect(injected.hits()).toBe(times);
  expect(emailsTo(stack(), person)).toHaveLength(1);
});

it.concurrent('lets a claim go of which no answer came, and mails once by the next', async ({ expect }) => {
  const { person, sub, injected } = await confirmUnder('dynamodb', 'lost-reply', (about) => claimsOf(about, 5));
  await emailDone(sub);
  expect(await deliveryOf(stack(), sub)).toMatchObject({ state: 'SENT', attempt: 2, resent: false });
  expect(injected.hits()).toBe(5);
  expect(emailsTo(stack(), person)).toHaveLength(1);
});

it.concurrent('mails once when the SENT write is throttled for ever, for an event tells of the email', async ({
  expect,
}) => {
  const { person, sub, injected } = await confirmUnder('dynamodb', THROTTLED_BY_DYNAMODB, sentWritesOf);
  await logged(stack(), 'MESSAGE_FAILED', { sub });
  await logged(stack(), 'MESSAGE_DUPLICATE', { sub });
  expect(await deliveryOf(stack(), sub)).toMatchObject({
    state: 'SENT',
    attempt: 1,
    events: { Send: expect.any(Number) },
  });
  expect(injected.hits()).toBeGreaterThan(1);
  expect(emailsTo(stack(), person)).toHaveLength(1);
});

it.concurrent('refuses a copy of a claim that arrives when the email was sent', async ({ expect }) => {
  let claim = '';
  const keep: NetworkFault = {
    rewrite: {
      request: (body) => {
        claim = body;
        return body;
      },
    },
  };
  const { person, sub } = await confirmUnder('dynamodb', keep, claimsOf);
  await emailDone(sub);

  const late = await arriveLate(claim);
  expect([late.status, await late.text()]).toEqual([400, expect.stringContaining('ConditionalCheckFailed')]);
  expect(await deliveryOf(stack(), sub)).toMatchObject({ state: 'SENT', attempt: 1 });
  expect(emailsTo(stack(), person)).toHaveLength(1);
});

const arriveLate = (body: string) =>
  fetch(stack().endpoints.urls.dynamodb, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.UpdateItem',
      'x-amz-date': '20260101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20260101/eu-central-1/dynamodb/aws4_request, SignedHeaders=host, Signature=local',
    },
    body,
  });
