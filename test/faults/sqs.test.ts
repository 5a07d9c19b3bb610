import type { Aim, NetworkFault, Reply } from '@postconfirm/local-aws';
import { expect, it } from 'vitest';
import { requestsAbout } from '../support/network-faults.ts';
import { newPerson, type Person } from '../support/personal-data.ts';
import { deadLetters, sendBodies } from '../support/queues.ts';
import { confirm, signUp, signUpAndConfirm } from '../support/sign-up.ts';
import { emailsTo, linesWith, logged, useStack } from '../support/stack.ts';
import { deliveryOf, recordOf } from '../support/table.ts';

// No message comes twice but by what a test does to it.
const stack = useStack({
  duplicateRate: 0,
  environment: { 'email-worker': { LEASE_SECONDS: '2', BACKOFF_CAP_SECONDS: '1' } },
});

const WORKERS = ['email', 'enrichment'] as const;
type Fed = (typeof WORKERS)[number];

/** The next requests of an operation to a queue. */
const requestsTo = (queue: string, operation: string, times?: number): Aim => {
  const url = JSON.stringify(stack().endpoints.queues[queue]?.url);
  return { operation, when: ({ body }) => body.includes(`"QueueUrl":${url}`), ...(times !== undefined && { times }) };
};

const copiesOf = (sub: string, queue: Fed, times?: number): Aim => {
  const [about, to] = [requestsAbout(sub, 'SendMessageBatch', times), requestsTo(queue, 'SendMessageBatch')];
  return { ...about, when: (request) => Boolean(about.when?.(request) && to.when?.(request)) };
};

const functionOf = (queue: Fed) => String(stack().endpoints.functions[`${queue}-worker`]);

/** Message ids of what a worker did to its end about this user. */
function endedBy(queue: Fed, sub: string): Set<unknown> {
  const lines = ['MESSAGE_DONE', 'MESSAGE_DUPLICATE'].flatMap((code) => linesWith(stack(), code));
  const mine = lines.filter((line) => line['sub'] === sub && line['FunctionName'] === functionOf(queue));
  return new Set(mine.map(({ messageId }) => messageId));
}

/** Both workers came to the end of so many messages about this user; the user has one of everything. */
async function expectOneEffectOf(copies: number, { person, sub }: { person: Person; sub: string }): Promise<void> {
  for (const queue of WORKERS) {
    await expect.poll(() => endedBy(queue, sub).size, { timeout: 30_000, message: queue }).toBe(copies);
  }
  expect(emailsTo(stack(), person)).toHaveLength(1);
  expect(await deliveryOf(stack(), sub)).toMatchObject({ state: 'SENT', attempt: 1 });
  expect(await recordOf(stack(), sub)).toMatchObject({
    'source:crm': { status: 'ok' },
    'source:loyalty': { status: 'ok' },
  });
}

it.each<[string, NetworkFault, number]>([
  ['loses a reply', 'lost-reply', 2],
  ['cuts a reply off', 'truncated-reply', 2],
  ['doubles a request', 'duplicate', 2],
  ['breaks before a request', 'reset', 1],
])('has one effect of each worker when the network between fan-out and SQS %s', async (_what, fault, copies) => {
  const person = newPerson();
  const sub = await signUp(stack(), person);
  const injected = WORKERS.map((queue) => stack().inject('sqs', fault, copiesOf(sub, queue, 1)));
  await confirm(stack(), person);
  await expectOneEffectOf(copies, { person, sub });
  expect(injected.map(({ hits }) => hits())).toEqual([1, 1]);
});

it('has one effect of each worker when fan-out hears nothing from one queue and sends to both again', async () => {
  const person = newPerson();
  const sub = await signUp(stack(), person);
  // Both attempts of the SDK.
  const injected = stack().inject('sqs', 'lost-reply', copiesOf(sub, 'email', 2));
  await confirm(stack(), person);
  await logged(stack(), 'MESSAGE_RETRY', { sub, reason: 'refused-by-email' });
  await expect.poll(() => endedBy('email', sub).size, { timeout: 30_000 }).toBe(3);
  await expect.poll(() => endedBy('enrichment', sub).size, { timeout: 30_000 }).toBe(2);
  expect(emailsTo(stack(), person)).toHaveLength(1);
  expect(injected.hits()).toBe(2);
});

type Batch = { Entries: { Id: string }[] };
const entriesOf = (body: string) => (JSON.parse(body) as Batch).Entries;

/** SQS takes all entries but the last. */
const lastEntryRefused = (): NetworkFault => {
  let last: { Id: string } | undefined;
  return {
    rewrite: {
      request: (body) => {
        last = entriesOf(body).at(-1);
        return JSON.stringify({ ...JSON.parse(body), Entries: entriesOf(body).slice(0, -1) });
      },
      reply: (reply) => {
        const Failed = [{ Id: last?.Id, Code: 'InternalError', SenderFault: false }];
        return { ...reply, body: JSON.stringify({ ...JSON.parse(reply.body), Failed }) };
      },
    },
  };
};

it('mails everybody once when SQS takes a part of what fan-out sends', async () => {
  await stack().mappings.pause('fan-out');
  const people = Array.from({ length: 6 }, () => newPerson());
  const subs = await Promise.all(people.map((person) => signUpAndConfirm(stack(), person)));
  const aim = requestsTo('email', 'SendMessageBatch', 1);
  const partly = stack().inject('sqs', lastEntryRefused(), {
    ...aim,
    when: (request) => Boolean(aim.when?.(request)) && entriesOf(request.body).length > 1,
  });
  stack().mappings.resume('fan-out');
  await logged(stack(), 'MESSAGE_RETRY', { reason: 'refused-by-email' });
  for (const [index, sub] of subs.entries()) {
    await expect.poll(() => endedBy('email', sub).size, { timeout: 30_000 }).toBe(1);
    expect(emailsTo(stack(), people[index] ?? newPerson())).toHaveLength(1);
  }
  expect(partly.hits()).toBe(1);
});

it('keeps a poison message until the dead-letter queue takes it', async () => {
  const refuse = { status: 503, code: 'ServiceUnavailable', message: 'Try again.' };
  const poison = `{"poison":"${newPerson().email}"`;
  const refused = stack().inject(
    'sqs',
    { refuse },
    { operation: 'SendMessage', when: ({ body }) => body.includes('poison'), times: 2 },
  );
  await sendBodies(stack(), 'email', [poison]);
  await logged(stack(), 'DEAD_LETTER_FAILED', { reason: 'poison' });
  const letters = await deadLetters(stack(), 'email');
  expect(letters.map(({ Body }) => Body)).toEqual([poison]);
  expect(refused.hits()).toBe(2);
});

it('mails once when the reply to the trigger is lost', async () => {
  const person = newPerson();
  const sub = await signUp(stack(), person);
  const lost = stack().inject('sqs', 'lost-reply', requestsAbout(sub, 'SendMessage', 1));
  await confirm(stack(), person);
  await expectOneEffectOf(2, { person, sub });
  expect(lost.hits()).toBe(1);
});

// These wait for a message to come back by itself.
it.concurrent('mails once when a message was done and its deletion is lost', async ({ expect }) => {
  const lost = stack().inject('sqs', 'reset', requestsTo('email', 'DeleteMessageBatch'));
  const person = newPerson();
  const sub = await signUpAndConfirm(stack(), person);
  await logged(stack(), 'MESSAGE_DUPLICATE', { sub });
  lost.clear();
  expect(lost.hits()).toBeGreaterThan(0);
  expect(endedBy('email', sub).size).toBe(1);
  expect(emailsTo(stack(), person)).toHaveLength(1);
  expect(await deliveryOf(stack(), sub)).toMatchObject({ state: 'SENT', attempt: 1 });
});

it.concurrent('mails once when the wait of a refused email cannot be set, for it comes back by itself', async ({
  expect,
}) => {
  const person = newPerson();
  const sub = await signUp(stack(), person);
  const refuse = { status: 400, code: 'Throttling', message: 'Maximum sending rate exceeded.' };
  stack().inject('ses', { refuse }, requestsAbout(sub, 'SendEmail', 1));
  const lost = stack().inject('sqs', 'reset', requestsTo('email', 'ChangeMessageVisibility'));
  await confirm(stack(), person);
  await logged(stack(), 'VISIBILITY_FAILED', { sub });
  await logged(stack(), 'EMAIL_SENT', { sub });
  lost.clear();
  expect(emailsTo(stack(), person)).toHaveLength(1);
  expect(lost.hits()).toBe(2);
});

/** Lambda's own number for a queue, as the local mappings have it. */
const MOST_POLLERS = 5;

it.concurrent('mails once when a message was handed out and never arrived', async ({ expect }) => {
  const person = newPerson();
  const sub = await signUp(stack(), person);
  let lost = 0;
  const reply = (given: Reply): Reply => {
    if (lost > 0 || !given.body.includes(sub)) return given;
    lost += 1;
    return { ...given, status: 500, body: '' };
  };
  const injected = stack().inject('sqs', { rewrite: { reply } }, requestsTo('email', 'ReceiveMessage'));
  // A poll that was open before meets no fault: every poller has begun a new one when so many did.
  await expect.poll(injected.hits, { timeout: 20_000 }).toBeGreaterThan(2 * MOST_POLLERS);
  await confirm(stack(), person);
  const done = await logged(stack(), 'MESSAGE_DONE', { sub, FunctionName: functionOf('email') });
  injected.clear();
  expect([lost, done]).toMatchObject([1, { receiveCount: 2 }]);
  expect(emailsTo(stack(), person)).toHaveLength(1);
});
