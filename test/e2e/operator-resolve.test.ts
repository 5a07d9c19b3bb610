import { expect, it } from 'vitest';
import { aConfirmation, bodyOf, depthOf, die } from '../support/dead-letters.ts';
import { holdEmail } from '../support/mixed-dead-letters.ts';
import { newPerson, secretsIn } from '../support/personal-data.ts';
import { usePostconfirm } from '../support/postconfirm.ts';
import { signUpAndConfirm } from '../support/sign-up.ts';
import { logged, useStack } from '../support/stack.ts';
import { auditsOf, deliveryOf, keyOf, ledgerOf } from '../support/table.ts';

const stack = useStack({ duplicateRate: 0 });
const postconfirm = usePostconfirm(stack);

const settled = { timeout: 30_000, interval: 200 };
const emailsTo = (email: string) =>
  stack()
    .inbox.emails()
    .filter(({ to }) => to.includes(email)).length;
const stateOf = async (sub: string) => (await deliveryOf(stack(), sub))?.state;

/** Somebody whose email is held, with the dead letter that carries it. */
async function heldSomebody() {
  const user = aConfirmation(stack());
  await holdEmail(stack(), user.sub);
  await die(stack(), 'email', [{ body: bodyOf(user), reason: 'uncertain' }]);
  return user;
}

it('lists what is held with its age and what speaks for either, and no personal data', async () => {
  const { sub } = await heldSomebody();
  const { lines } = await postconfirm.json('email', 'resolve');
  const mine = lines.find((line) => line['sub'] === sub);
  expect(mine).toMatchObject({ kind: 'confirmed', hours: 4, attempt: 1, evidence: expect.stringContaining('SES') });
  expect(secretsIn(JSON.stringify(lines))).toEqual([]);
});

it('settles as sent what a person says was sent, and mails nobody', async () => {
  const { sub, email } = await heldSomebody();
  expect(await postconfirm.run('email', 'resolve', '--sent', '--user', sub, '--yes')).toMatchObject({ code: 0 });
  expect(await deliveryOf(stack(), sub)).toMatchObject({ state: 'SENT', reason: 'operator' });
  expect(emailsTo(email)).toBe(0);
});

it('sends once what a person wants sent, by its dead letter, however old it is', async () => {
  const user = aConfirmation(stack(), { time: new Date(Date.now() - 200 * 3_600_000).toISOString() });
  await holdEmail(stack(), user.sub);
  await die(stack(), 'email', [{ body: bodyOf(user), reason: 'uncertain' }]);
  const before = (await depthOf(stack(), 'email')).all;
  const args = ['email', 'resolve', '--resend', '--user', user.sub, '--yes'];
  expect((await postconfirm.run(...args)).err).toContain('--why');
  expect(await postconfirm.run(...args, '--why', 'the user asked')).toMatchObject({ code: 0 });
  await expect.poll(() => stateOf(user.sub), settled).toBe('SENT');
  expect(emailsTo(user.email)).toBe(1);
  expect((await depthOf(stack(), 'email')).all).toBe(before - 1);
  // Asked again it is refused, for there is nothing left to settle.
  const again = await postconfirm.run(...args, '--why', 'again');
  expect([again.code, again.out]).toEqual([5, expect.stringContaining('recorded as sent')]);
});

it('makes the message anew from the pool when its dead letter has expired', async () => {
  const refuse = { code: 'Throttling', message: 'Maximum sending rate exceeded.' };
  const refusals = stack().inject('ses', { refuse }, { operation: 'SendEmail' });
  const person = newPerson();
  const sub = await signUpAndConfirm(stack(), person);
  await logged(stack(), 'EMAIL_NOT_ACCEPTED', { sub });
  // As if it had been held, and its dead letter been deleted: nothing but the ledger and the pool knows of it.
  const { deliveries } = ledgerOf(stack());
  const holdIt = async () => {
    const seen = await deliveries.read(keyOf(stack(), sub));
    return seen?.state === 'RETRY' && deliveries.hold(keyOf(stack(), sub), seen, { since: Date.now() - 3_600_000 });
  };
  await expect.poll(holdIt, settled).toBe(true);
  refusals.clear();
  await logged(stack(), 'MESSAGE_DEAD_LETTERED', { sub });
  const discard = ['dlq', 'discard', '--queue', 'email', '--user', sub, '--confirm', 'discard 1'];
  expect(await postconfirm.run(...discard)).toMatchObject({ code: 0 });
  const { code, lines } = await postconfirm.json(
    ...['email', 'resolve', '--resend', '--user', sub, '--why', 'expired', '--yes'],
  );
  expect([code, lines[0]]).toEqual([0, expect.objectContaining({ result: 'resent', by: 'pool' })]);
  await expect.poll(() => stateOf(sub), settled).toBe('SENT');
  expect(emailsTo(person.email)).toBe(1);
});

it('refuses with a sentence what no person has to settle', async () => {
  const { sub } = aConfirmation(stack());
  for (const word of ['--sent', '--resend']) {
    const { code, out } = await postconfirm.run('email', 'resolve', word, '--user', sub, '--why', 'a try', '--yes');
    expect([code, out]).toEqual([5, expect.stringContaining('dlq replay --queue email')]);
  }
  const gone = aConfirmation(stack());
  await holdEmail(stack(), gone.sub);
  const { out } = await postconfirm.run('email', 'resolve', '--resend', '--user', gone.sub, '--why', 'x', '--yes');
  expect(out).toContain('The pool does not know the user any more.');
  expect(await stateOf(gone.sub)).toBe('HELD');
});

it('settles all at once by a typed word, and records who did and why', async () => {
  const users = await Promise.all([heldSomebody(), heldSomebody()]);
  const held = (await postconfirm.json('email', 'resolve')).lines.length;
  const args = ['email', 'resolve', '--sent', '--all', '--why', 'support confirmed'];
  expect(await postconfirm.run(...args, '--yes')).toMatchObject({ code: 5 });
  expect(await postconfirm.run(...args, '--confirm', `sent ${held}`)).toMatchObject({ code: 0 });
  for (const { sub } of users) expect(await stateOf(sub)).toBe('SENT');
  expect(await auditsOf(stack())).toContainEqual(
    expect.objectContaining({
      command: 'email resolve --sent',
      why: 'support confirmed',
      who: expect.stringContaining('arn:'),
      counts: { seen: held, done: held, refused: 0 },
    }),
  );
});
