import { expect, it } from 'vitest';
import { newPerson, type Person } from '../support/personal-data.ts';
import { deadLetters, sendBodies } from '../support/queues.ts';
import { signUpAndConfirm } from '../support/sign-up.ts';
import { linesWith, logged, useStack } from '../support/stack.ts';
import { deliveryOf } from '../support/table.ts';

// The window is longer than an event's way and shorter than a test's patience; the heartbeat of this stage comes every second.
const stack = useStack({
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

const emailsTo = ({ email }: Person) =>
  stack()
    .inbox.emails()
    .filter(({ to }) => to.includes(email));

it('waits for an event that is late, and mails once', async () => {
  stack().inject('ses', 'lost-reply', { operation: 'SendEmail', times: 1 });
  stack().ses.behave({ event: () => ({ delayMs: 2_000 }) });
  const person = newPerson();
  const sub = await signUpAndConfirm(stack(), person);
  await logged(stack(), 'EMAIL_EVENT_RECORDED', { sub });
  stack().ses.behave();

  await logged(stack(), 'MESSAGE_DUPLICATE', { sub });
  expect(emailsTo(person)).toHaveLength(1);
});

it('sends once more when all events of an email are lost while others flow', async () => {
  stack().inject('ses', 'lost-reply', { operation: 'SendEmail', times: 1 });
  stack().ses.behave({ event: () => 'lose' });
  const person = newPerson();
  const sub = await signUpAndConfirm(stack(), person);
  await logged(stack(), 'EMAIL_SENT', { sub });
  stack().ses.behave();

  // The line is written before the record.
  await expect.poll(() => deliveryOf(stack(), sub)).toMatchObject({ state: 'SENT', attempt: 2, resent: true });
  expect(emailsTo(person)).toHaveLength(2);
});

it('holds an email that was in doubt, was sent once more, and is in doubt again', async () => {
  stack().inject('ses', 'lost-reply', { operation: 'SendEmail', times: 2 });
  stack().ses.behave({ event: () => 'lose' });
  const person = newPerson();
  const sub = await signUpAndConfirm(stack(), person);
  await logged(stack(), 'MESSAGE_DEAD_LETTERED', { sub, reason: 'uncertain' });
  stack().ses.behave();

  expect(await deliveryOf(stack(), sub)).toMatchObject({ state: 'HELD', attempt: 2 });
  expect(emailsTo(person)).toHaveLength(2);
  const letters = await deadLetters(stack(), 'email');
  expect(letters.map(({ Body }) => JSON.parse(Body ?? '').subject)).toContain(sub);
});

it('takes events that come twice once, and tells of a second email by its message id', async () => {
  stack().ses.behave({ event: () => 'twice' });
  const person = newPerson();
  const sub = await signUpAndConfirm(stack(), person);
  await logged(stack(), 'EMAIL_EVENT_RECORDED', { sub, eventType: 'Delivery' });
  stack().ses.behave();
  const sent = await deliveryOf(stack(), sub);
  await sendBodies(stack(), 'email-events', [anEvent({ sub, messageId: 'another-email' })]);

  await logged(stack(), 'EMAIL_DUPLICATE_DETECTED', { sub });
  expect(await deliveryOf(stack(), sub)).toMatchObject({
    messageId: sent?.messageId,
    otherMessageIds: ['another-email'],
  });
});

it('makes no record of a delivery that it does not know, and none of a forged one', async () => {
  const sub = 'nobody-of-this-pool';
  await sendBodies(stack(), 'email-events', [
    anEvent({ sub }),
    anEvent({ sub: 'a#b' }),
    'Successfully validated SNS topic for Amazon SES event publishing.',
  ]);
  await logged(stack(), 'EVENT_UNKNOWN_DELIVERY', { sub });
  await expect.poll(() => linesWith(stack(), 'EVENT_FOREIGN').length).toBeGreaterThanOrEqual(2);

  expect(await deliveryOf(stack(), sub)).toBeUndefined();
});

const anEvent = ({ sub, messageId = 'some-email' }: { sub: string; messageId?: string }) =>
  JSON.stringify({
    eventType: 'Delivery',
    mail: {
      timestamp: new Date().toISOString(),
      messageId,
      tags: { pool: [stack().endpoints.userPoolId], sub: [sub], kind: ['confirmed'], attempt: ['1'] },
    },
    delivery: { timestamp: new Date().toISOString() },
  });
