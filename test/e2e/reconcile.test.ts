import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AdminCreateUserCommand, UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { encodeMessage } from '@postconfirm/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aConfirmation, depthOf, die } from '../support/dead-letters.ts';
import { newPerson, type Person } from '../support/personal-data.ts';
import { attributesOf, cognitoOf, confirm, signUp, signUpAndConfirm } from '../support/sign-up.ts';
import { linesWith, logged, useStack } from '../support/stack.ts';
import { auditsOf, emptyTable, goLivesOf, recordOf } from '../support/table.ts';
import { revokeCalls } from '../support/trigger-faults.ts';

const GRACE = { reconciler: { GRACE_SECONDS: '1' } };
const stack = useStack({ environment: GRACE });
const COMMAND = path.resolve(import.meta.dirname, '../../packages/operator/postconfirm.mjs');
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'postconfirm-reconcile-'));
  await writeFile(path.join(folder, 'endpoints.json'), JSON.stringify(stack().endpoints));
  // The schedule would look first: these tests say themselves who looks, and when.
  await revokeCalls(stack(), 'reconciler', 'events.amazonaws.com');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Run = { code: number; stdout: string; stderr: string };

/** `reconcile` as an operator calls it. `started` is told of the process. */
const reconcile = (args: readonly string[] = [], started?: (kill: () => void) => void) =>
  postconfirm(['reconcile', '--folder', folder, '--rate', '200', ...args], started);

const postconfirm = (args: readonly string[], started: (kill: () => void) => void = () => undefined) =>
  new Promise<Run>((resolve) => {
    const all = [COMMAND, '--endpoints', path.join(folder, 'endpoints.json'), ...args];
    const child = execFile(process.execPath, all, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
    started(() => child.kill('SIGINT'));
  });

type Report = {
  seen: number;
  missed: { sub: string; email: string; record: string; repair: string; beside: string }[];
};

async function report(...args: string[]): Promise<Report> {
  const { stdout } = await reconcile(['--json', ...args]);
  expect(stdout).not.toContain('@example.com');
  return JSON.parse(stdout);
}

const missedSubs = async (...args: string[]) => (await report(...args)).missed.map(({ sub }) => sub).sort();

const emailsTo = ({ email }: Person) =>
  stack()
    .inbox.emails()
    .filter(({ to }) => to.includes(email));

/** A confirmation that the trigger does not get to know of; what Cognito told the user. */
async function confirmInVain(person: Person): Promise<{ sub: string; told: string }> {
  const sub = await signUp(stack(), person);
  const told = await confirm(stack(), person).then(
    () => 'confirmed',
    ({ name }: Error) => name,
  );
  return { sub, told };
}

/** Five at a time, in order. */
async function eachOf<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += 5) {
    results.push(...(await Promise.all(items.slice(start, start + 5).map(act))));
  }
  return results;
}

/** What a state comes to be. */
const eventually = <T>(state: () => T) => expect.poll(state, { timeout: 20_000 });

const people = (count: number) => Array.from({ length: count }, () => newPerson());

/** A user whom an administrator makes: no trigger tells of them. */
async function adminCreates(person: Person): Promise<string> {
  const { User } = await cognitoOf(stack()).send(
    new AdminCreateUserCommand({
      UserPoolId: stack().endpoints.userPoolId,
      Username: person.email,
      MessageAction: 'SUPPRESS',
      UserAttributes: attributesOf(person, { email_verified: 'true' }),
    }),
  );
  return User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value ?? expect.unreachable();
}

it('leaves nothing behind when it refuses: of a pool that is not there, a source or a reason that nobody knows', async () => {
  const bad = 'eu-central-1_bad';
  const notThere = [2, expect.stringContaining('Check --pool')];
  for (const command of ['reconcile', 'status', `reconcile --go-live 2020-01-01 --confirm ${bad}`]) {
    const { code, stderr } = await postconfirm(['--pool', bad, ...command.split(' ')]);
    expect([code, stderr]).toEqual(notThere);
  }
  const source = await reconcile(['--source', 'nope']);
  expect([source.code, source.stderr]).toEqual([2, expect.stringMatching(/asks no source nope: it asks .*crm/)]);
  const reason = await reconcile(['--skipped', 'nonsense']);
  expect([reason.code, reason.stderr]).toEqual([2, expect.stringContaining('no-address')]);
  expect(await readdir(folder)).toEqual(['endpoints.json']);
  expect(await goLivesOf(stack())).toEqual([]);
});

it('enqueues nobody from a table that knows no go-live, and marks it for the next look', async () => {
  const refused = await reconcile(['--apply', '--email']);
  expect([refused.code, refused.stderr]).toEqual([5, expect.stringContaining('it is new, or it was lost')]);
  expect((await reconcile(['--apply', '--email'])).code).toBe(4);
});

it('names exactly the 30 users for whom the trigger did not run, repairs them, and then finds none', async () => {
  const healthy = people(3);
  for (const sub of await eachOf(healthy, (person) => signUpAndConfirm(stack(), person))) {
    await logged(stack(), 'EMAIL_SENT', { sub });
  }
  const missed = people(30);
  const giveBack = await revokeCalls(stack(), 'trigger', 'cognito-idp.amazonaws.com');
  const unpermitted = await eachOf(missed.slice(0, 15), confirmInVain);
  await giveBack();
  const restore = await stack().functions.deployWith('trigger', { CONFIRMATIONS_QUEUE_URL: '' });
  const crashed = await eachOf(missed.slice(15), confirmInVain);
  await restore();
  const subs = [...unpermitted, ...crashed].map(({ sub }) => sub).sort();
  expect([...unpermitted, ...crashed].map(({ told }) => told)).not.toContain('confirmed');

  await eventually(() => missedSubs()).toEqual(subs);
  const few = await reconcile(['--apply', '--email']);
  expect([few.code, few.stderr]).toEqual([5, expect.stringContaining('--max 30 lifts this')]);

  // Without a word about emails only the records are repaired.
  expect((await reconcile(['--apply', '--max', '30', '--confirm', '30'])).code).toBe(0);
  for (const sub of subs) await eventually(() => recordOf(stack(), sub)).toMatchObject({ cause: 'reconciled' });
  expect(missed.flatMap(emailsTo)).toEqual([]);
  // What was written back to the pool makes them recent once more.
  await eventually(async () => (await reconcile()).stdout).toContain(
    'Next: npm run -s postconfirm -- reconcile --apply --email',
  );
  const owed = subs.map((sub) => expect.objectContaining({ sub, email: 'no-delivery', repair: '', beside: '--email' }));
  await eventually(async () => (await report()).missed.sort((a, b) => (a.sub < b.sub ? -1 : 1))).toEqual(owed);

  const unconfirmed = await reconcile(['--apply', '--email', '--max', '30', '--confirm', '29']);
  expect([unconfirmed.code, missed.flatMap(emailsTo)]).toEqual([5, []]);
  expect((await reconcile(['--apply', '--email', '--max', '30', '--confirm', '30'])).code).toBe(0);
  await eventually(() => missed.flatMap(emailsTo).length).toBe(30);
  await eventually(() => missedSubs()).toEqual([]);
  expect((await reconcile(['--apply', '--email'])).code).toBe(4);
  for (const person of [...missed, ...healthy]) expect(emailsTo(person)).toHaveLength(1);
  const audits = await auditsOf(stack());
  expect(audits.map(({ filter }) => (filter as { subs: string[] }).subs.sort())).toEqual([subs, subs]);
  const shown = await postconfirm(['user', 'show', subs[0] ?? '']);
  expect(shown.stdout.match(/reconcile --apply/g)).toHaveLength(2);
  expect(audits.map(({ command, counts }) => [command, counts])).toEqual([
    ['reconcile --apply', { seen: 30, enqueued: 30, mailed: 0, refused: 0, gone: 0 }],
    ['reconcile --apply', { seen: 30, enqueued: 30, mailed: 30, refused: 0, gone: 0 }],
  ]);
});

it('mails without being told to whom a line of the trigger names, from its log or from a file of it', async () => {
  const nowhere = stack().endpoints.queues['confirmations']?.url.replace('confirmations', 'nowhere') ?? '';
  const restore = await stack().functions.deployWith('trigger', { CONFIRMATIONS_QUEUE_URL: nowhere });
  const [first, second] = [newPerson(), newPerson()];
  const firstSub = await signUpAndConfirm(stack(), first);
  const secondSub = await signUpAndConfirm(stack(), second);
  await restore();
  for (const sub of [firstSub, secondSub]) await logged(stack(), 'ENQUEUE_FAILED', { sub });
  const lines = linesWith(stack(), 'ENQUEUE_FAILED').filter(({ sub }) => sub === secondSub);
  const file = path.join(folder, 'trigger.log');
  await writeFile(file, lines.map((line) => JSON.stringify(line)).join('\n'));

  await eventually(() => missedSubs('--from-logs', file)).toEqual([secondSub]);
  expect((await reconcile(['--from-logs', file, '--apply', '--confirm', '1'])).code).toBe(0);
  await eventually(() => emailsTo(second).length).toBe(1);

  await eventually(() => missedSubs()).toEqual([firstSub]);
  expect((await reconcile(['--apply', '--confirm', '1'])).code).toBe(0);
  await eventually(() => emailsTo(first).length).toBe(1);
  const confirmedAt = Date.parse(String((await recordOf(stack(), firstSub))?.['confirmedAt']));
  expect(confirmedAt).toBe(Date.parse(String(linesWith(stack(), 'ENQUEUE_FAILED')[0]?.['time'])));
});

it('finds users whom an administrator made, and by a list of them alone', async () => {
  const [ann, bob] = [newPerson(), newPerson()];
  const subs = await eachOf([ann, bob], adminCreates);
  await eventually(() => missedSubs()).toEqual([...subs].sort());

  const file = path.join(folder, 'users.csv');
  await writeFile(file, `sub;note\n${subs[0]};"made by hand"\n00000000-0000-4000-8000-000000000000;nobody\n`);
  const listed = await reconcile(['--users', file, '--apply', '--email', '--confirm', '1']);
  expect([listed.code, listed.stderr]).toEqual([0, expect.stringContaining('1 of those named are not in the pool')]);
  await eventually(() => emailsTo(ann).length).toBe(1);
  expect(emailsTo(bob)).toEqual([]);
  await eventually(() => missedSubs()).toEqual([subs[1]]);
});

it('tells by the deployed function how many are missed, and that the pool calls the trigger no more', async () => {
  const { userPoolId, userPoolId: pool } = stack().endpoints;
  expect((await report()).missed).toHaveLength(1);
  const told = await stack().functions.invoke('reconciler', { task: 'report', userPoolId });
  expect(told).not.toHaveProperty('error');
  expect(await logged(stack(), 'RECONCILE_MISSING', { pool })).toMatchObject({ RECONCILE_MISSING: 1, count: 1 });
  expect(await logged(stack(), 'RECONCILE_REPORT', { pool })).toMatchObject({ count: (await report()).seen });

  await stack().functions.invoke('reconciler', { task: 'watch', userPoolId });
  expect(await logged(stack(), 'DELIVERIES_HELD')).toMatchObject({ DELIVERIES_HELD: 0 });
  // The emulated SES lets 200 a second through, which is what stage local plans.
  expect(await logged(stack(), 'SES_RATE_PLANNED')).toMatchObject({ SES_RATE_PLANNED: 100 });
  expect(linesWith(stack(), 'TRIGGER_DETACHED')).toEqual([]);
  await cognitoOf(stack()).send(new UpdateUserPoolCommand({ UserPoolId: userPoolId }));
  await stack().functions.invoke('reconciler', { task: 'watch', userPoolId });
  expect(await logged(stack(), 'TRIGGER_DETACHED', { pool })).toMatchObject({ TRIGGER_DETACHED: 1 });
  expect((await postconfirm(['status'])).stdout).toMatch(/The pool does not call the trigger: .* attach\n/);
});

it('goes on where it was interrupted, over many pages, and counts nobody twice', async () => {
  const before = (await report()).seen;
  const made = await eachOf(people(130), adminCreates);
  const kept = path.join(folder, `local-${stack().endpoints.userPoolId}.jsonl`);
  const pages = async () => (await readFile(kept, 'utf8').catch(() => '')).split('\n').length - 2;

  const interrupted = await new Promise<Run>((resolve) => {
    void reconcile(['--rate', '1'], async (kill) => {
      await expect.poll(pages, { timeout: 20_000, interval: 20 }).toBeGreaterThanOrEqual(1);
      kill();
    }).then(resolve);
  });
  expect([interrupted.code, interrupted.stderr]).toEqual([
    130,
    expect.stringContaining('the same command goes on there'),
  ]);
  const half = await readFile(kept, 'utf8');
  expect(half).not.toContain('@example.com');

  await writeFile(kept, half.replaceAll(/"next":"[^"]+"/g, '"next":"forgotten"'));
  expect((await report()).seen).toBe(before + made.length);

  await writeFile(kept, half);
  const file = path.join(folder, 'report.json');
  expect((await reconcile(['--report', file])).code).toBe(0);
  const { seen, missed } = JSON.parse(await readFile(file, 'utf8')) as Report;
  expect(seen).toBe(before + made.length);
  expect(new Set(missed.map(({ sub }) => sub)).size).toBe(missed.length);
  await eventually(() => missedSubs()).toEqual(expect.arrayContaining(made));

  const again = await reconcile(['--report', file]);
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('is there already')]);
});

it('leaves to a replay what a dead letter explains, and leaves that where it is', async () => {
  const sub = await adminCreates(newPerson());
  const { message } = aConfirmation(stack(), { subject: sub, id: `${sub}/confirmed` });
  await die(stack(), 'confirmations', [{ body: encodeMessage(message) }]);
  const row = async () => (await report('--source', 'crm')).missed.find((missed) => missed.sub === sub);
  await eventually(row).toMatchObject({
    email: 'dead-lettered',
    record: 'dead-lettered',
    repair: '',
    beside: 'dlq replay',
  });
  expect(await depthOf(stack(), 'confirmations')).toEqual({ visible: 1, all: 1 });
});

it('refuses to mail the pool when the table is lost, and when its go-live is set back', async () => {
  const mailed = stack().inbox.emails().length;
  const { userPoolId } = stack().endpoints;
  await emptyTable(stack());
  expect((await reconcile(['--apply', '--email', '--even-if-stale'])).code).toBe(5);
  expect(await missedSubs()).toEqual([]);

  const setBack = ['--go-live', '2020-01-01T00:00:00Z'];
  expect((await reconcile(setBack)).code).toBe(5);
  expect((await reconcile(['--go-live', '2999-01-01T00:00:00Z', '--confirm', userPoolId])).code).toBe(2);
  expect((await reconcile([...setBack, '--confirm', userPoolId])).code).toBe(0);
  const refused = await reconcile(['--apply', '--email', '--even-if-stale']);
  expect([refused.code, refused.stderr]).toEqual([5, expect.stringContaining('a sign that the table is wrong')]);
  expect(stack().inbox.emails()).toHaveLength(mailed);
});
