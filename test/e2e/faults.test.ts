import { randomUUID } from 'node:crypto';
import { encodeMessage, type Message } from '@postconfirm/contract';
import { expect, it } from 'vitest';
import { newPerson } from '../support/personal-data.ts';
import { deadLetters, sendBodies } from '../support/queues.ts';
import { poolUser, signUpAndConfirm } from '../support/sign-up.ts';
import { linesWith, logged, useStack } from '../support/stack.ts';
import { deliveryOf, recordOf } from '../support/table.ts';

const stack = useStack();

const confirmedMessage = (email: string): Message => {
  const sub = randomUUID();
  return {
    specversion: '1.0',
    id: `${sub}/confirmed`,
    source: `cognito:${stack().endpoints.region}:${stack().endpoints.userPoolId}`,
    type: 'postconfirm.user.confirmed.v1',
    subject: sub,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    replays: 0,
    data: { cause: 'sign-up', email, emailVerified: true, attributes: {}, clientMetadata: {} },
  };
};

it('gives fifty people who sign up at once one email and one record each', async () => {
  const people = Array.from({ length: 50 }, () => newPerson());
  const subs = await Promise.all(people.map((person) => signUpAndConfirm(stack(), person)));
  await Promise.all(subs.map((sub) => logged(stack(), 'WRITTEN_BACK', { sub })));
  await Promise.all(people.map(({ email }) => stack().inbox.waitForEmail(({ to }) => to.includes(email))));

  const recipients = stack()
    .inbox.emails()
    .flatMap(({ to }) => to);
  for (const { email } of people) expect(recipients.filter((to) => to === email)).toHaveLength(1);
  const records = await Promise.all(subs.map((sub) => recordOf(stack(), sub)));
  expect(records.map((record) => record?.['email'])).toEqual(people.map(({ email }) => email));
});

it('loses nobody when a worker is killed in the middle of a batch', async () => {
  const { behave, requests } = stack().externalSystem;
  behave('crm', { latencyMilliseconds: 1500 });
  const seen = requests.length;
  const people = Array.from({ length: 8 }, () => newPerson());
  const subs = await Promise.all(people.map((person) => signUpAndConfirm(stack(), person)));
  // A source has answered for this batch, the other not yet: the worker is between two effects.
  await logged(stack(), 'SOURCE_STORED', { sub: String(subs[0]), source: 'loyalty' });
  expect(await stack().functions.killEnvironments('enrichment-worker')).toBeGreaterThan(0);
  behave('crm', {});

  await Promise.all(subs.map((sub) => logged(stack(), 'WRITTEN_BACK', { sub })));
  for (const sub of subs) expect(await recordOf(stack(), sub)).toMatchObject({ 'source:crm': { status: 'ok' } });
  expect(requests.length).toBeGreaterThan(seen);
});

it('puts a poison message into the dead-letter queue with its reason while the rest of its batch is done', async () => {
  const people = Array.from({ length: 9 }, () => newPerson());
  const bodies = people.map(({ email }) => encodeMessage(confirmedMessage(email)));
  await sendBodies(stack(), 'email', [...bodies.slice(0, 4), '{"no":"message"', ...bodies.slice(4)]);

  await Promise.all(people.map(({ email }) => stack().inbox.waitForEmail(({ to }) => to.includes(email))));
  const [letter] = await deadLetters(stack(), 'email');
  expect(letter?.Body).toBe('{"no":"message"');
  const attributes = Object.entries(letter?.MessageAttributes ?? {}).map(([name, { StringValue }]) => [
    name,
    StringValue,
  ]);
  expect(Object.fromEntries(attributes)).toMatchObject({
    reason: 'poison',
    detail: 'not-json',
    worker: 'email-worker',
  });
});

it('lets a sign-up succeed while SQS is down and says who was not enqueued', async () => {
  const restore = await stack().outage('sqs');
  const person = newPerson();
  const sub = await signUpAndConfirm(stack(), person).finally(restore);

  expect((await poolUser(stack(), person)).status).toBe('CONFIRMED');
  expect(linesWith(stack(), 'ENQUEUE_FAILED')).toMatchObject([
    { sub, pool: stack().endpoints.userPoolId, kind: 'confirmed', cause: 'sign-up', level: 'error', ENQUEUE_FAILED: 1 },
  ]);
  expect(await deliveryOf(stack(), sub)).toBeUndefined();
});
