import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { die } from '../support/dead-letters.ts';
import { newPerson, type Person, secretsIn } from '../support/personal-data.ts';
import { usePostconfirm } from '../support/postconfirm.ts';
import { sendBodies } from '../support/queues.ts';
import { signUpAndConfirm } from '../support/sign-up.ts';
import { logged, useStack } from '../support/stack.ts';
import { deliveryOf, recordOf } from '../support/table.ts';

const stack = useStack({ environment: { reconciler: { GRACE_SECONDS: '1' } } });
const { run: postconfirm } = usePostconfirm(stack);

const emailsTo = (person: Person) =>
  stack()
    .inbox.emails()
    .filter(({ to }) => to.includes(person.email));

/** A confirmation as it lies on a queue. */
const messageOf = (sub: string, { email, name }: Person, more: Record<string, unknown> = {}) =>
  JSON.stringify({
    specversion: '1.0',
    id: `${sub}/confirmed`,
    source: `cognito:${stack().endpoints.region}:${stack().endpoints.userPoolId}`,
    type: 'postconfirm.user.confirmed.v1',
    subject: sub,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    replays: 0,
    data: { cause: 'sign-up', email, emailVerified: true, name, attributes: {}, clientMetadata: {} },
    ...more,
  });

async function confirmedUser(): Promise<{ person: Person; sub: string }> {
  const person = newPerson();
  const sub = await signUpAndConfirm(stack(), person);
  await logged(stack(), 'EMAIL_EVENT_RECORDED', { sub, eventType: 'Delivery' });
  await logged(stack(), 'WRITTEN_BACK', { sub });
  return { person, sub };
}

it('tells what happened to a user in order, by sub and by address, with personal data masked', async () => {
  const { person, sub } = await confirmedUser();
  const bySub = await postconfirm('user', 'show', sub, '--logs');
  expect(bySub).toMatchObject({ code: 0, err: '' });
  const story = [
    `User ${sub} of pool`,
    'pool .*signed up',
    'confirmed .*enqueued, cause sign-up',
    'log of trigger .*ENQUEUED',
    'log of email-worker .*EMAIL_SENT .*attempt=1',
    'now .*pool .*CONFIRMED',
    'now .*source crm .*ok',
    'now .*write-back .*done',
    'now .*email confirmed .*SENT, 1 attempt',
  ];
  expect(bySub.out).toMatch(new RegExp(story.join('[^]*')));
  for (const event of ['SES accepted it as', 'SES says Send', 'SES says Delivery', 'data fetched, version']) {
    expect(bySub.out).toContain(event);
  }

  const asJson = await postconfirm('user', 'show', person.email, '--logs', '--json');
  const { timeline, items } = JSON.parse(asJson.out);
  expect(items.map(({ sk }: { sk: string }) => sk)).toEqual(expect.arrayContaining(['RECORD', 'EMAIL#confirmed']));
  expect([bySub, asJson].flatMap(({ out, err }) => secretsIn(out + err))).toEqual([]);
  const times = timeline.flatMap(({ at }: { at?: number }) => at ?? []);
  expect(times.length).toBeGreaterThan(5);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  const revealed = await postconfirm('user', 'show', person.email, '--reveal', '--json');
  expect(secretsIn(revealed.out)).toHaveLength(2);
});

it('finds the dead letter of a user, and says when it is lost', async () => {
  const [person, sub] = [newPerson(), randomUUID()];
  await sendBodies(stack(), 'email', [messageOf(sub, person, { id: `${sub}/confirmed`, time: 'yesterday' })]);
  await logged(stack(), 'MESSAGE_DEAD_LETTERED', { detail: 'schema:time' });
  const { out } = await postconfirm('user', 'show', sub);
  expect(out).toMatch(/dead letter of email +poison \(schema:time\) by email-worker, id \S+, SQS deletes it \d{4}-/);
});

it('says that nothing is known of an unknown user, without repeating who was asked for', async () => {
  const ended = await postconfirm('user', 'show', 'nobody@example.com');
  expect(ended.code).toBe(4);
  expect(ended.err).toContain('Nothing is known of this user');
  expect(ended.err).not.toContain('nobody@example.com');
  expect(await postconfirm('user', 'show', 'nobody', '--logs')).toMatchObject({ code: 4 });
});

it('forgets a user for good: what comes later does nothing', async () => {
  const { person, sub } = await confirmedUser();
  await sendBodies(stack(), 'email', [messageOf(sub, person, { time: 'yesterday' })]);
  await logged(stack(), 'MESSAGE_DEAD_LETTERED', { detail: 'schema:time' });

  expect(await postconfirm('user', 'forget', sub)).toMatchObject({ code: 5 });
  const { out, code } = await postconfirm('user', 'forget', sub, '--confirm', sub, '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({
    sub,
    record: true,
    deliveries: [{ kind: 'confirmed', was: 'SENT', changed: true }],
    deadLetters: expect.any(Number),
    inFlight: 0,
  });
  expect(JSON.parse(out).deadLetters).toBeGreaterThanOrEqual(1);
  const tombstone = await recordOf(stack(), sub);
  expect(Object.keys(tombstone ?? {}).sort()).toEqual(['deletedAt', 'pk', 'pool', 'sk', 'sub']);

  await sendBodies(stack(), 'confirmations', [
    messageOf(sub, person),
    messageOf(sub, person, { replays: 1 }),
    messageOf(sub, person, {
      data: { cause: 'reconciled', email: person.email, emailVerified: true, attributes: {}, clientMetadata: {} },
    }),
  ]);
  for (const worker of ['email-worker', 'enrichment-worker']) await settledMessages(sub, worker, 3);
  expect(emailsTo(person)).toHaveLength(1);
  expect(await recordOf(stack(), sub)).toEqual(tombstone);

  const again = JSON.parse((await postconfirm('user', 'forget', sub, '--confirm', sub, '--json')).out);
  expect(again).toEqual({
    sub,
    record: false,
    deliveries: [{ kind: 'confirmed', was: 'SENT', changed: false }],
    deadLetters: expect.any(Number),
    inFlight: 0,
  });
});

/** Waits until a worker has acknowledged so many messages about a user since the email was sent. */
const settledMessages = (sub: string, worker: string, count: number) =>
  expect
    .poll(() => acknowledgedBy(worker).filter((about) => about === sub).length, { timeout: 30_000 })
    .toBeGreaterThanOrEqual(count + 1);

const acknowledgedBy = (worker: string): unknown[] =>
  stack()
    .logs.lines()
    .flatMap(({ service, text }) => {
      if (service !== worker || !/"MESSAGE_(DONE|DUPLICATE)"/.test(text)) return [];
      return [(JSON.parse(text) as { sub?: string }).sub];
    });

it('forgets a user whose message is still to come: nothing is sent, and an event of SES revives nothing', async () => {
  const [person, sub] = [newPerson(), randomUUID()];
  const refused = await postconfirm('user', 'forget', sub, '--confirm', sub);
  expect([refused.code, refused.err]).toEqual([4, expect.stringContaining('--unknown')]);
  const { out } = await postconfirm('user', 'forget', sub, '--unknown', '--confirm', sub);
  expect(out).toContain('Email confirmed: was none, and will not be sent.');

  await sendBodies(stack(), 'confirmations', [messageOf(sub, person)]);
  await logged(stack(), 'MESSAGE_DONE', { sub, FunctionName: 'postconfirm-local-email-worker' });
  await logged(stack(), 'MESSAGE_DONE', { sub, FunctionName: 'postconfirm-local-enrichment-worker' });
  expect(await deliveryOf(stack(), sub)).toMatchObject({ state: 'SKIPPED', reason: 'user-deleted', attempt: 0 });

  const tags = { pool: [stack().endpoints.userPoolId], sub: [sub], kind: ['confirmed'] };
  const mail = { messageId: 'ses-late', timestamp: new Date().toISOString(), tags };
  await sendBodies(stack(), 'email-events', [JSON.stringify({ eventType: 'Send', mail })]);
  await logged(stack(), 'EMAIL_EVENT_RECORDED', { sub });
  await sendBodies(stack(), 'confirmations', [messageOf(sub, person, { replays: 1 })]);
  await logged(stack(), 'MESSAGE_DUPLICATE', { sub });
  expect(emailsTo(person)).toEqual([]);
  expect(Object.keys((await recordOf(stack(), sub)) ?? {}).sort()).toEqual(['deletedAt', 'pk', 'sk']);
});

it('finds nothing to do for a forgotten user by reconciliation, nor by an exported dead letter', async () => {
  const { userPoolId } = stack().endpoints;
  const person = newPerson();
  const sub = await signUpInVain(person);
  await die(stack(), 'email', [{ body: messageOf(sub, person), reason: 'attempts' }]);
  await postconfirm('dlq', 'export', '--queue', 'email', '--user', sub, '--to', 'theirs.ndjson');
  await postconfirm('reconcile', '--go-live', '2026-01-01T00:00:00Z', '--confirm', userPoolId);
  const missed = async () => (await postconfirm('reconcile', '--json')).out;
  await expect.poll(missed, { timeout: 30_000 }).toContain(sub);

  const { out } = await postconfirm('user', 'forget', sub, '--confirm', sub);
  expect(out).toContain('Dead letters discarded: 1');
  expect(await missed()).not.toContain(sub);
  const replayed = await postconfirm('dlq', 'replay', '--queue', 'email', '--from', 'theirs.ndjson', '--yes');
  expect(replayed.out).toContain('nothing: the user was forgotten');
  await logged(stack(), 'MESSAGE_DONE', { sub, FunctionName: 'postconfirm-local-email-worker' });
  expect(emailsTo(person)).toEqual([]);
});

/** Confirmed, though SQS took nothing. */
async function signUpInVain(person: Person): Promise<string> {
  const restore = await stack().outage('sqs');
  const sub = await signUpAndConfirm(stack(), person);
  await restore();
  return sub;
}

it('pauses a worker, says what its queue does meanwhile, and lets it go on', async () => {
  const paused = await postconfirm('pause', 'email-worker', '--why', 'a test');
  expect(paused.out).toContain('email-worker is paused');
  const person = newPerson();
  const sub = await signUpAndConfirm(stack(), person);
  await logged(stack(), 'WRITTEN_BACK', { sub });
  await expect
    .poll(async () => (await postconfirm('status')).out, { timeout: 20_000 })
    .toMatch(/^email +[1-9]\d* .*about \d{4}-\d\d-\d\dT\d\d:\d\dZ +email-worker, Disabled$/m);

  const again = await postconfirm('pause', 'email-worker');
  expect(again.out).toMatch(
    /was paused before\.\nMeanwhile 1 message of queue email ages, and SQS deletes each after its 14 days, the first about/,
  );
  expect((await postconfirm('status')).out).toContain('Next: npm run -s postconfirm -- resume email-worker');
  expect(emailsTo(person)).toEqual([]);
  expect((await postconfirm('user', 'show', sub)).out).toMatch(
    /now +email +nothing yet: the message waits in queue email, .*email-worker is paused \(Disabled\)\. Next: .* resume email-worker/,
  );

  expect((await postconfirm('resume', 'email-worker')).out).toBe('email-worker takes messages again.\n');
  await logged(stack(), 'EMAIL_SENT', { sub });
  expect((await postconfirm('resume', 'email-worker')).out).toBe('email-worker was not paused.\n');
});

it('names the workers when it is asked to pause another', async () => {
  const { code, err } = await postconfirm('pause', 'emailworker');
  expect(code).toBe(2);
  expect(err).toContain('There are: fan-out, email-worker, enrichment-worker, email-events.');
});

it('names the users whom SQS refused, and how to repair them', async () => {
  const person = newPerson();
  const sub = await signUpInVain(person);
  const { out } = await postconfirm('status', '--json', '--since', '1h');
  const { enqueueFailed, next } = JSON.parse(out);
  expect(enqueueFailed).toMatchObject({ subs: expect.arrayContaining([sub]), unrepaired: [sub] });
  expect(next).toContainEqual(expect.stringMatching(/^1 user was not enqueued since .* postconfirm -- reconcile$/));
  expect((await postconfirm('user', 'show', sub, '--logs')).out).toMatch(/log of trigger +ENQUEUE_FAILED/);
});

it('previews the email with the settings of the stage, and of a message of the queue', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'postconfirm-preview-'));
  const person = newPerson();
  const sample = path.join(folder, 'message.json');
  await writeFile(sample, messageOf('a-sub', person));
  const ended = await postconfirm('email', 'preview', '--sample', sample, '--out', folder);
  expect(ended).toMatchObject({ code: 0, err: '' });
  expect(ended.out).toBe(`${folder}/welcome.en.html\n${folder}/welcome.en.txt\n`);
  expect(await readFile(`${folder}/welcome.en.txt`, 'utf8')).toContain(`Hello ${person.name},`);
  const german = await postconfirm('email', 'preview', '--locale', 'de', '--unverified', '--format', 'text');
  expect(german.out).toContain('Subject: Willkommen bei Example');
  expect(german.err).toContain('no email (unverified)');
  await rm(folder, { recursive: true });
});
