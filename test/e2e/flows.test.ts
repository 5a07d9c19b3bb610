import { ConfirmForgotPasswordCommand, ForgotPasswordCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import consoleTestEvent from '../events/01-aws-docs-console-test-event.json' with { type: 'json' };
import { mustNotBeLogged, newPerson } from '../support/personal-data.ts';
import { addConfirmedUsers } from '../support/pool-users.ts';
import { codeOf, cognitoOf, poolUser, signUpAndAdminConfirm, signUpAndConfirm } from '../support/sign-up.ts';
import { linesWith, logged, useStack } from '../support/stack.ts';
import { recordOf } from '../support/table.ts';

const stack = useStack();

const emailsTo = (address: string) =>
  stack()
    .inbox.emails()
    .filter(({ to }) => to.includes(address));

it('mails and enriches a user whom an administrator confirmed', async () => {
  const person = newPerson();
  const sub = await signUpAndAdminConfirm(stack(), person);

  await stack().inbox.waitForEmail(({ to }) => to.includes(person.email));
  await logged(stack(), 'WRITTEN_BACK', { sub });
  expect(await recordOf(stack(), sub)).toMatchObject({ cause: 'admin', clientMetadata: { campaign: 'spring' } });
});

it('mails nothing after a password reset and leaves the record as it was', async () => {
  const person = newPerson();
  const sub = await signUpAndConfirm(stack(), person);
  await stack().inbox.waitForEmail(({ to }) => to.includes(person.email));
  await logged(stack(), 'WRITTEN_BACK', { sub });
  const before = await recordOf(stack(), sub);

  const client = { ClientId: stack().endpoints.userPoolClientId, Username: person.email };
  await cognitoOf(stack()).send(new ForgotPasswordCommand(client));
  await cognitoOf(stack()).send(
    new ConfirmForgotPasswordCommand({
      ...client,
      ConfirmationCode: await codeOf(stack(), person),
      Password: `New-${person.password}`,
      ClientMetadata: { campaign: 'reset' },
    }),
  );
  await logged(stack(), 'ROUTED_NOWHERE', { sub });

  expect(await recordOf(stack(), sub)).toEqual(before);
  expect(emailsTo(person.email)).toHaveLength(1);
});

it('does nothing for a user whom an administrator created and confirmed', async () => {
  const created = newPerson();
  const [sub = ''] = await addConfirmedUsers(stack(), [created]);
  const { status, attributes } = await poolUser(stack(), created);
  // Whatever the creation had set off would have come through before a later user's record.
  const later = await signUpAndConfirm(stack(), newPerson());
  await logged(stack(), 'WRITTEN_BACK', { sub: later });

  expect([status, attributes['sub']]).toEqual(['CONFIRMED', sub]);
  expect(
    stack()
      .logs.lines()
      .filter(({ text }) => text.includes(sub)),
  ).toEqual([]);
  expect(emailsTo(created.email)).toEqual([]);
});

it('writes to a user in their language', async () => {
  const person = newPerson();
  await signUpAndConfirm(stack(), person, { locale: 'de-AT' });
  const email = await stack().inbox.waitForEmail(({ to }) => to.includes(person.email));
  expect(email.subject).toBe('Willkommen bei Example');
  expect(email.html).toContain('lang="de"');
});

it('mails the address of the documented console test event, once per invocation, and writes no record', async () => {
  const { email } = consoleTestEvent.request.userAttributes;
  mustNotBeLogged(email);
  const invoke = () =>
    fetch(`${stack().endpoints.urls.lambda}/2015-03-31/functions/postconfirm-local-trigger:live/invocations`, {
      method: 'POST',
      body: JSON.stringify(consoleTestEvent),
    });

  const responses = await Promise.all([invoke(), invoke()]);
  for (const response of responses) expect(await response.json()).toEqual(consoleTestEvent);
  const { length } = await stack().inbox.waitForCount(stack().inbox.emails().length - emailsTo(email).length + 2);

  expect(length).toBeGreaterThan(1);
  expect(emailsTo(email)).toHaveLength(2);
  const ids = new Set(
    linesWith(stack(), 'ENQUEUED')
      .filter(({ cause }) => cause === 'console-test')
      .map(({ sub }) => sub),
  );
  expect(ids.size).toBe(2);
  for (const id of ids) expect(await recordOf(stack(), String(id))).toBeUndefined();
});
