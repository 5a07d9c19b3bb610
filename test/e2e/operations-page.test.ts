import { readFileSync } from 'node:fs';
import path from 'node:path';
import { AdminCreateUserCommand, AdminSetUserPasswordCommand } from '@aws-sdk/client-cognito-identity-provider';
import { WORKERS } from '@postconfirm/contract';
import { askedFor } from '@postconfirm/infra/asked-for.builder.ts';
import { savedQueries } from '@postconfirm/infra/questions.ts';
import type { NetworkFault } from '@postconfirm/local-aws';
import { describe, expect, it } from 'vitest';
import { type Example, examplesByHeading, missingLine, wordsOf } from '../support/console-blocks.ts';
import { newPerson, type Person } from '../support/personal-data.ts';
import { usePostconfirm } from '../support/postconfirm.ts';
import { sendBodies } from '../support/queues.ts';
import { cognitoOf, signUpAndConfirm } from '../support/sign-up.ts';
import { logged, useStack } from '../support/stack.ts';

// docs/operations.md, command by command: each section finds the failure that it is about.
const SOON = { BACKOFF_BASE_SECONDS: '1', BACKOFF_CAP_SECONDS: '1' };
const stack = useStack({
  duplicateRate: 0,
  environment: {
    'email-worker': {
      ...SOON,
      SEND_POLICY: 'hold',
      LEASE_SECONDS: '2',
      SETTLE_WINDOW_SECONDS: '1',
      DOUBT_RECHECK_SECONDS: '1',
      DOUBT_CAP_SECONDS: '3',
    },
    'enrichment-worker': { ...SOON, MAX_ATTEMPTS: '2' },
    reconciler: { GRACE_SECONDS: '1' },
  },
});
const { run: postconfirm } = usePostconfirm(stack);

type User = { person: Person; sub: string };

/** The first and the second user of a section, as the page calls them wherever it means them. */
const SUBS = ['3f1c0a52-8f0e-4c1b-9d53-2f5a7f1d0c11', '9b7d4e10-55aa-4f0e-8a8e-6f0c2d1e7b22'];
const ADDRESS = 'person@example.com';

/** What stands before a section's first command, and what happens right before another of its commands. */
type Prepared = { users?: User[]; before?: Record<string, () => Promise<unknown>>; finish?: () => Promise<unknown> };

async function confirmedUser(): Promise<User> {
  const person = newPerson();
  return { person, sub: await signUpAndConfirm(stack(), person) };
}

const sendsMeet = (fault: NetworkFault) => stack().inject('ses', fault, { operation: 'SendEmail' });

const refused = (code: string, message: string) => sendsMeet({ refuse: { code, message } });

const users = async (count: number): Promise<User[]> => {
  const all: User[] = [];
  while (all.length < count) all.push(await confirmedUser());
  return all;
};

const eachLogged = async (code: string, some: readonly User[], about: Record<string, string> = {}) => {
  for (const { sub } of some) await logged(stack(), code, { sub, ...about });
};

const emailsTo = ({ person }: User) =>
  stack()
    .inbox.emails()
    .filter(({ to }) => to.includes(person.email)).length;

/** The state that each section of the page is about. */
const PREPARATIONS: Record<string, () => Promise<Prepared>> = {
  'The email DLQ alarm fired': async () => {
    const refusal = refused('MessageRejected', 'This sender may not write so.');
    const three = await users(3);
    await eachLogged('MESSAGE_DEAD_LETTERED', three, { reason: 'rejected' });
    await eachLogged('WRITTEN_BACK', three);
    refusal.clear();
    return {
      users: three,
      finish: async () => {
        await eachLogged('EMAIL_SENT', three);
        expect(three.map(emailsTo)).toEqual([1, 1, 1]);
      },
    };
  },

  'SES paused us': async () => {
    const pause = refused('AccountSendingPausedException', 'Email sending is paused for this account.');
    const one = await users(1);
    await eachLogged('SES_ACCOUNT_REFUSED', one);
    await eachLogged('WRITTEN_BACK', one);
    const finish = async () => {
      pause.clear();
      await eachLogged('EMAIL_SENT', one);
    };
    return { users: one, finish };
  },

  'Users have no record': async () => {
    await goLive();
    const person = newPerson();
    const sub = await createdByAdministrator(person);
    const finish = () => logged(stack(), 'WRITTEN_BACK', { sub });
    return { users: [{ person, sub }], before: { reconcile: () => areFound(1) }, finish };
  },

  'A template was broken for two hours': async () => ({
    before: {
      status: async () => {
        const [waiting] = await users(1);
        await logged(stack(), 'WRITTEN_BACK', { sub: waiting?.sub ?? '' });
      },
    },
  }),

  'The trigger failed: ENQUEUE_FAILED': async () => {
    await goLive();
    const restore = await stack().outage('sqs');
    const one = await users(1);
    await eachLogged('ENQUEUE_FAILED', one);
    await restore();
    return {
      users: one,
      before: { reconcile: () => areFound(one.length) },
      finish: async () => {
        await eachLogged('EMAIL_SENT', one);
        expect(one.map(emailsTo)).toEqual([1]);
      },
    };
  },

  'SES events are silent': async () => {
    await postconfirm('pause', 'email-events');
    return {};
  },

  'Deliveries are HELD': async () => {
    const answersLost = sendsMeet('lost-reply');
    stack().ses.behave({ event: () => 'lose' });
    const two = await users(2);
    await eachLogged('EMAIL_HELD', two);
    await eachLogged('MESSAGE_DEAD_LETTERED', two, { reason: 'uncertain' });
    answersLost.clear();
    stack().ses.behave();
    const [, second] = two;
    return { users: two, finish: () => logged(stack(), 'EMAIL_SENT', { sub: second?.sub ?? '' }) };
  },

  'An external system is down': async () => {
    const restore = await stack().outage('external-system');
    const one = await users(1);
    await eachLogged('MESSAGE_DEAD_LETTERED', one, { reason: 'source-failed' });
    const finish = () => eachLogged('WRITTEN_BACK', one);
    return { users: one, before: { 'dlq replay': restore }, finish };
  },

  'A queue is paused': async () => {
    await postconfirm('pause', 'enrichment-worker');
    return {};
  },

  'A user asks to be forgotten': async () => {
    const one = await users(1);
    await eachLogged('WRITTEN_BACK', one);
    await eachLogged('EMAIL_EVENT_RECORDED', one, { eventType: 'Delivery' });
    return { users: one };
  },

  'Dead letters will never do anything': async () => {
    await sendBodies(stack(), 'enrichment', ['not json', '{"specversion":"1.0"}']);
    await logged(stack(), 'MESSAGE_DEAD_LETTERED', { detail: 'not-json' });
    await logged(stack(), 'MESSAGE_DEAD_LETTERED', { detail: 'schema:id' });
    return {};
  },
};

/** Whoever confirmed a moment ago is left alone by a look. */
const areFound = (count: number) =>
  expect
    .poll(async () => (await postconfirm('reconcile')).out, { timeout: 20_000 })
    .toMatch(new RegExp(`^missed +${count}$`, 'm'));

/** Everybody of this pool is to be judged. */
const goLive = () =>
  postconfirm('reconcile', '--go-live', '2026-01-01T00:00:00Z', '--confirm', stack().endpoints.userPoolId);

async function createdByAdministrator(person: Person): Promise<string> {
  const pool = { UserPoolId: stack().endpoints.userPoolId, Username: person.email };
  const UserAttributes = [
    { Name: 'email', Value: person.email },
    { Name: 'email_verified', Value: 'true' },
  ];
  const { User } = await cognitoOf(stack()).send(
    new AdminCreateUserCommand({ ...pool, UserAttributes, MessageAction: 'SUPPRESS' }),
  );
  await cognitoOf(stack()).send(
    new AdminSetUserPasswordCommand({ ...pool, Password: person.password, Permanent: true }),
  );
  return User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value ?? '';
}

const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/operations.md'), 'utf8');
const sections = [...examplesByHeading(page)].filter(([, examples]) => examples.length > 0);

const PREFIX = 'npm run -s postconfirm -- ';

async function run({ command, shown }: Example, { users: some = [], before = {} }: Prepared): Promise<void> {
  expect(command.slice(0, PREFIX.length)).toBe(PREFIX);
  const told = command.slice(PREFIX.length);
  for (const [start, happens] of Object.entries(before)) if (told.startsWith(start)) await happens();
  const named = SUBS.reduce((text, sub, index) => text.replaceAll(sub, some[index]?.sub ?? sub), told);
  const args = wordsOf(named.replaceAll(ADDRESS, some[0]?.person.email ?? ADDRESS));
  const { out, err } = await postconfirm(...args);
  const said = numbered(
    out + err,
    some.map(({ sub }) => sub),
  );
  const missing = missingLine(
    shown.map((line) => numbered(line, SUBS)),
    said,
  );
  expect(missing, said).toBe(undefined);
}

/** A text that says which user it means, whatever the sub. */
const numbered = (text: string, subs: readonly string[]): string =>
  subs.reduce((told, sub, index) => told.replaceAll(sub, `<user ${index + 1}>`), text);

describe.each(sections)('%s', (heading, examples) => {
  it('shows what the commands really say', async () => {
    const prepare = PREPARATIONS[heading];
    expect(prepare, 'a preparation in this test').toBeDefined();
    const prepared = (await prepare?.()) ?? {};
    for (const example of examples) await run(example, prepared);
    await prepared.finish?.();
  });
});

describe.each(savedQueries(WORKERS))('the saved query "$name"', ({ query, services }) => {
  it('asks for fields that lines of all these failures really have', () => {
    const { fields, values } = askedFor(query);
    const meant = (line: Record<string, unknown>) => !fields.includes('code') || isAbout(values, String(line['code']));
    const lines = stack()
      .logs.lines()
      .filter(({ service, text }) => services.includes(service) && text.startsWith('{'))
      .map(({ text }): Record<string, unknown> => JSON.parse(text));
    const said = new Set(lines.filter(meant).flatMap((line) => Object.keys(line)));
    expect(fields.filter((field) => !field.startsWith('@') && !said.has(field))).toEqual([]);
  });
});

/** Whether a query that compares with codes means this one. */
function isAbout(values: readonly string[], code: string): boolean {
  const codes = values.filter((value) => value.includes('_'));
  return codes.length === 0 || codes.includes(code);
}

it('walks from the alarm to its cause and to the replay in five commands at most', () => {
  const walk = examplesByHeading(page).get('The email DLQ alarm fired') ?? [];
  expect(walk.length).toBeGreaterThan(0);
  expect(walk.length).toBeLessThanOrEqual(5);
  const steps = walk.map(({ command }) => command.slice(PREFIX.length));
  // What the alarm itself says to run first.
  expect(steps).toContain('dlq list --queue email');
  expect(steps.find((step) => step.startsWith('dlq replay'))).toBeDefined();
});

it('notices a line that the output does not have, or has in another order', () => {
  expect(missingLine(['3 messages died.'], '3 messages died.')).toBe(undefined);
  expect(missingLine(['3 messages died.'], '2 messages died.')).toBe('3 messages died.');
  expect(missingLine(['b', 'a'], 'a\nb')).toBe('a');
});

it('has a section for every failure that it knows how to make', () => {
  expect(sections.map(([heading]) => heading)).toEqual(Object.keys(PREPARATIONS));
});
