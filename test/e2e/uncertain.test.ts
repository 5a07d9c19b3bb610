import { expect, it } from 'vitest';
import { confirmationEvent } from '../support/cognito-event.ts';
import { newPerson, type Person } from '../support/personal-data.ts';
import { deadLetters } from '../support/queues.ts';
import { signUp, signUpAndConfirm } from '../support/sign-up.ts';
import { logged, useStack } from '../support/stack.ts';
import { deliveryOf } from '../support/table.ts';

// The doubts of a working day, within seconds, where no doubtful email is ever sent again.
const stack = useStack({
  environment: {
    'email-worker': {
      SEND_POLICY: 'hold',
      LEASE_SECONDS: '2',
      SETTLE_WINDOW_SECONDS: '1',
      DOUBT_RECHECK_SECONDS: '1',
      DOUBT_CAP_SECONDS: '3',
      BACKOFF_CAP_SECONDS: '1',
    },
  },
});

/** One email left at most; whether it did is for a person to find out, who has a dead letter to go by. */
async function expectHeld(person: Person, sub: string): Promise<void> {
  await logged(stack(), 'EMAIL_HELD', { sub });
  await logged(stack(), 'MESSAGE_DEAD_LETTERED', { sub, reason: 'uncertain' });
  expect((await deliveryOf(stack(), sub))?.state).toBe('HELD');
  const letters = await deadLetters(stack(), 'email');
  expect(letters.map(({ MessageAttributes }) => MessageAttributes?.['reason']?.StringValue)).toContain('uncertain');
  expect(letters.map(({ Body }) => JSON.parse(Body ?? '').subject)).toContain(sub);
  expect(
    stack()
      .inbox.emails()
      .filter(({ to }) => to.includes(person.email)),
  ).toHaveLength(1);
}

it('holds an email whose acceptance was lost on the way back, and never sends it again', async () => {
  stack().inject('ses', 'lost-reply', { operation: 'SendEmail', times: 1 });
  stack().ses.behave({ event: () => 'lose' });
  const person = newPerson();
  const sub = await signUpAndConfirm(stack(), person);
  await logged(stack(), 'EMAIL_UNCERTAIN', { sub });
  stack().ses.behave();

  await expectHeld(person, sub);
});

it('holds an email whose worker was killed while SES answered, and never sends it again', async () => {
  stack().inject('ses', 'withheld-reply', { operation: 'SendEmail', times: 1 });
  stack().ses.behave({ event: () => 'lose' });
  const person = newPerson();
  const sub = await signUpAndConfirm(stack(), person);
  await stack().inbox.waitForEmail(({ to }) => to.includes(person.email));
  await stack().functions.killEnvironments('email-worker');
  stack().ses.behave();

  await expectHeld(person, sub);
});

it('sends once SES takes emails again after it refused them all', async () => {
  const refuse = { code: 'Throttling', message: 'Maximum sending rate exceeded.' };
  const refusals = stack().inject('ses', { refuse }, { operation: 'SendEmail', times: 5 });
  const person = newPerson();
  const sub = await signUpAndConfirm(stack(), person);
  await logged(stack(), 'EMAIL_SENT', { sub });

  expect(refusals.hits()).toBe(5);
  expect(
    stack()
      .inbox.emails()
      .filter(({ to }) => to.includes(person.email)),
  ).toHaveLength(1);
});

it('mails once when Cognito calls the trigger three times at once for one user', async () => {
  const person = newPerson();
  const sub = await signUp(stack(), person);
  const event = confirmationEvent(stack(), person, sub);

  const answers = await Promise.all([1, 2, 3].map(() => stack().functions.invoke('trigger', event)));
  expect(answers.map(({ payload }) => payload)).toEqual(Array(3).fill(JSON.stringify(event)));
  // One of the three messages sends; the others find it sent, or wait for the sender's lease and then find it.
  const worker = `"FunctionName":"${stack().endpoints.functions['email-worker']}"`;
  const ended = new Set<string>();
  await stack().logs.waitFor(
    ({ text }) => {
      const ends = text.includes(sub) && text.includes(worker) && /"code":"MESSAGE_(DONE|DUPLICATE)"/.test(text);
      if (ends) ended.add(JSON.parse(text).messageId);
      return ended.size === 3;
    },
    { what: 'the end of three messages', timeoutMs: 30_000 },
  );

  expect(
    stack()
      .inbox.emails()
      .filter(({ to }) => to.includes(person.email)),
  ).toHaveLength(1);
  expect((await deliveryOf(stack(), sub))?.state).toBe('SENT');
});
