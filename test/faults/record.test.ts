import type { NetworkFault } from '@postconfirm/local-aws';
import { expect, it } from 'vitest';
import { requestsAbout, THROTTLED_BY_DYNAMODB } from '../support/network-faults.ts';
import { newPerson } from '../support/personal-data.ts';
import { confirm, poolUser, signUp } from '../support/sign-up.ts';
import { linesWith, logged, useStack } from '../support/stack.ts';
import { recordOf } from '../support/table.ts';

const stack = useStack({ duplicateRate: 0 });

/** A process keeps the tokens that it read: only a new one asks for them. */
const forgetSecrets = () => stack().functions.killEnvironments('enrichment-worker');

const WHOLE = { 'source:crm': { status: 'ok' }, 'source:loyalty': { status: 'ok' } };

it('waits for secrets that come slowly', async () => {
  await forgetSecrets();
  const slow = stack().inject('secrets-manager', { replyAfterMs: 1_000 }, { operation: 'GetSecretValue', times: 1 });
  const person = newPerson();
  const sub = await signUp(stack(), person);
  await confirm(stack(), person);
  await logged(stack(), 'WRITTEN_BACK', { sub });
  expect(await recordOf(stack(), sub)).toMatchObject(WHOLE);
  expect(slow.hits()).toBe(1);
});

it('stores the source that needs no secret at once while secrets cannot be read, and the other afterwards', async () => {
  await forgetSecrets();
  const unread = stack().inject('secrets-manager', 'reset', { operation: 'GetSecretValue' });
  const person = newPerson();
  const sub = await signUp(stack(), person);
  await confirm(stack(), person);
  await logged(stack(), 'MESSAGE_RETRY', { sub });
  expect(await recordOf(stack(), sub)).toMatchObject({ 'source:loyalty': { status: 'ok' } });
  unread.clear();
  await expect.poll(() => recordOf(stack(), sub), { timeout: 30_000 }).toMatchObject(WHOLE);
  expect(unread.hits()).toBeGreaterThan(0);
});

it.concurrent('waits for an external system that answers slowly', async ({ expect }) => {
  const person = newPerson();
  const sub = await signUp(stack(), person);
  const slow = stack().inject('external-system', { replyAfterMs: 1_000 }, requestsAbout(sub, 'GET'));
  await confirm(stack(), person);
  await logged(stack(), 'WRITTEN_BACK', { sub });
  expect(await recordOf(stack(), sub)).toMatchObject(WHOLE);
  expect(slow.hits()).toBe(2);
});

it.concurrent.for(['reset', 'black-hole', 'truncated-reply', 'lost-reply'] as const)(
  'stores one source at once and the other afterwards when the network to it fails by %s',
  async (fault, { expect }) => {
    const person = newPerson();
    const sub = await signUp(stack(), person);
    const broken = stack().inject('external-system', fault, {
      operation: 'GET',
      when: ({ path }) => path === `/crm/people/${sub}`,
      times: 1,
    });
    await confirm(stack(), person);
    await logged(stack(), 'SOURCE_STORED', { sub, source: 'loyalty' });
    await expect.poll(() => recordOf(stack(), sub), { timeout: 30_000 }).toMatchObject(WHOLE);
    expect(broken.hits()).toBe(1);
  },
);

it.concurrent.for<[string, NetworkFault]>([
  ['loses the reply of every first write', 'lost-reply'],
  ['takes every first write twice', 'duplicate'],
  ['throttles every first write', THROTTLED_BY_DYNAMODB],
])('keeps one whole record of a user when the table %s', async ([, fault], { expect }) => {
  const seen = new Set<string>();
  const person = newPerson();
  const sub = await signUp(stack(), person);
  const injected = stack().inject('dynamodb', fault, {
    operation: 'UpdateItem',
    when: ({ body }) => {
      const isFirst = body.includes(sub) && body.includes('"RECORD"') && !seen.has(body);
      if (isFirst) seen.add(body);
      return isFirst;
    },
  });
  await confirm(stack(), person);
  await logged(stack(), 'WRITTEN_BACK', { sub });
  expect(await recordOf(stack(), sub)).toMatchObject({
    email: person.email,
    ...WHOLE,
  });
  expect(injected.hits()).toBeGreaterThan(1);
});

it.concurrent('writes back to the pool though Cognito loses its reply', async ({ expect }) => {
  const person = newPerson();
  const sub = await signUp(stack(), person);
  const aim = requestsAbout(sub, 'AdminUpdateUserAttributes', 1);
  const injected = stack().inject('cognito', 'lost-reply', aim);
  await confirm(stack(), person);
  await logged(stack(), 'WRITTEN_BACK', { sub });
  expect((await poolUser(stack(), person)).attributes['custom:tier']).toMatch(/bronze|silver|gold/);
  expect(injected.hits()).toBe(1);
  expect(linesWith(stack(), 'MESSAGE_FAILED').filter((line) => line['sub'] === sub)).toEqual([]);
});
