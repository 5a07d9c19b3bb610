import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { aConfirmation, bodyOf, depthOf, die } from '../support/dead-letters.ts';
import { type Mixed, mixedDeadLetters } from '../support/mixed-dead-letters.ts';
import { secretsIn } from '../support/personal-data.ts';
import { usePostconfirm } from '../support/postconfirm.ts';
import { useStack } from '../support/stack.ts';
import { auditsOf, deliveryOf } from '../support/table.ts';

const stack = useStack({ duplicateRate: 0 });
const postconfirm = usePostconfirm(stack);

const settled = { timeout: 30_000, interval: 200 };
const email = ['--queue', 'email'];
const fileOf = (name: string) => path.join(postconfirm.folder(), name);
const users = (letters: readonly Mixed[]) => letters.flatMap(({ sub }) => ['--user', String(sub)]);

async function dead(counts: Parameters<typeof mixedDeadLetters>[1]): Promise<Mixed[]> {
  const letters = await mixedDeadLetters(stack(), counts);
  await die(
    stack(),
    'email',
    letters.map(({ letter }) => letter),
  );
  return letters;
}

it('shows why a dead letter died, what the ledger knows of it and what a replay would do, and no personal data', async () => {
  const [held] = (await dead({ uncertain: 1, poison: 1 })) as [Mixed];
  const shown = await postconfirm.run('dlq', 'show', '--user', String(held.sub));
  expect(JSON.parse(shown.out)).toMatchObject({
    reason: 'uncertain',
    delivery: { state: 'HELD' },
    prediction: { kind: 'held' },
    message: { subject: held.sub, data: { cause: 'sign-up', email: '…' } },
  });
  const all = await postconfirm.run('dlq', 'show', ...email, '--json');
  expect(secretsIn(shown.out + all.out)).toEqual([]);
  const { messageId } = JSON.parse(shown.out);
  expect((await postconfirm.run('dlq', 'show', messageId, '--reveal')).out).toContain(held.email);
});

it('says in a sentence what is wrong with a filter, a rate, a file, and what matches nothing', async () => {
  const cases = [
    [2, 'It should be a time span', 'dlq', 'list', '--older-than', 'long'],
    [2, 'It should be a rate like 50/s', 'dlq', 'replay', ...email, '--rate', 'fast'],
    [2, 'It should be one of would-send', 'dlq', 'replay', ...email, '--include', 'all'],
    [2, 'Allowed choices are confirmations', 'dlq', 'list', '--queue', 'mail'],
    [2, 'It should be one of aged', 'dlq', 'list', '--reason', 'nonsense'],
    [4, 'No visible dead letter matches', 'dlq', 'list', '--user', 'nobody'],
    [2, 'Name the queue with --queue', 'dlq', 'replay'],
    [2, 'cannot be read (ENOENT)', 'dlq', 'replay', '--plan', fileOf('nowhere.plan')],
    [2, 'name it by its id or its file', 'dlq', 'replay', '--resume', 'nobody'],
    [4, 'No visible dead letter of email matches', 'dlq', 'replay', ...email, '--user', 'nobody'],
  ] as const;
  const ends = await Promise.all(cases.map(([_, __, ...args]) => postconfirm.run(...args)));
  for (const [index, { code, err }] of ends.entries()) {
    expect([cases[index]?.[0], err]).toEqual([code, expect.stringContaining(cases[index]?.[1] ?? '')]);
  }
});

it('runs exactly a saved plan: what changed since is skipped, what came since is counted', async () => {
  const letters = await dead({ redriven: 4 });
  const plan = fileOf('saved.plan');
  expect((await postconfirm.run('dlq', 'replay', ...email, ...users(letters), '--save', plan)).code).toBe(0);
  expect(secretsIn(readFileSync(plan, 'utf8'))).toEqual([]);
  // One of the four is mailed meanwhile by another way, and a fifth dies.
  const [first] = letters as [Mixed];
  const again = await postconfirm.json('dlq', 'replay', ...email, '--user', String(first.sub), '--yes');
  expect(again.code).toBe(0);
  await expect.poll(async () => (await deliveryOf(stack(), String(first.sub)))?.state, settled).toBe('SENT');
  await die(stack(), 'email', [first.letter]);
  const late = await dead({ redriven: 1 });

  const { code, lines } = await postconfirm.json('dlq', 'replay', '--plan', plan, '--yes');
  expect(code).toBe(3);
  expect(lines.at(-1)).toMatchObject({ type: 'report', seen: 4, replayed: 3, skipped: 1 });
  expect(lines.at(-1)?.['arrived']).toBeGreaterThanOrEqual(2);
  expect(await deliveryOf(stack(), String(late[0]?.sub))).toBeUndefined();
  // And a plan that somebody changed is refused.
  writeFileSync(plan, readFileSync(plan, 'utf8').replace('"evenIfStale":false', '"evenIfStale":true'));
  expect(await postconfirm.run('dlq', 'replay', '--plan', plan, '--yes')).toMatchObject({ code: 5 });
});

it('refuses to move anything that nobody agreed to', async () => {
  const before = await depthOf(stack(), 'email');
  const { code, err } = await postconfirm.run('dlq', 'replay', ...email, '--reason', 'redriven');
  expect([code, err]).toEqual([5, expect.stringContaining('say --yes')]);
  const wrong = await postconfirm.run('dlq', 'replay', ...email, '--reason', 'redriven', '--confirm', 'no');
  expect([wrong.code, wrong.err]).toEqual([5, expect.stringContaining('nothing was done')]);
  expect(await depthOf(stack(), 'email')).toEqual(before);
});

it('stops behind a canary that SES refuses, and goes on when it is resumed', async () => {
  const refuse = { code: 'MessageRejected', message: 'Rejected.' };
  const refusals = stack().inject('ses', { refuse }, { operation: 'SendEmail' });
  const letters = await dead({ rejected: 12 });
  const canary = ['--canary', '2', '--canary-timeout', '50s', '--rate', '100/s', '--yes'];
  const { code, lines } = await postconfirm.json('dlq', 'replay', ...email, ...users(letters), ...canary);
  refusals.clear();
  expect(code).toBe(3);
  expect(lines.at(-1)).toMatchObject({ seen: 12, replayed: 2, skipped: 10 });
  expect(lines.at(-1)).toMatchObject({ stopped: 'canary-failed' });

  const resumed = await postconfirm.json('dlq', 'replay', '--resume', String(lines.at(-1)?.['id']));
  expect(resumed.lines.at(-1)).toMatchObject({ seen: 12, replayed: 12 });
});

it('stops at a safe point on Ctrl-C, gives everything back, and is resumed', async () => {
  const letters = await dead({ redriven: 30 });
  const before = (await depthOf(stack(), 'email')).all;
  const running = postconfirm.start('dlq', 'replay', ...email, ...users(letters), '--rate', '10/s', '--yes');
  await running.says(/handled: \d+ of 30/);
  // To the process group and once more by the npm script: the second is the first.
  running.process.kill('SIGINT');
  setImmediate(() => running.process.kill('SIGINT'));
  const { code, err } = await running.ended;
  expect(code).toBe(130);
  const [, id = ''] = /dlq replay --resume (\S+)/.exec(err) ?? [];
  const { visible, all } = await depthOf(stack(), 'email');
  expect(visible).toBe(all);
  expect(all).toBeGreaterThan(before - 30);

  const resumed = await postconfirm.json('dlq', 'replay', '--resume', id);
  expect(resumed).toMatchObject({ code: 0 });
  expect(resumed.lines.at(-1)).toMatchObject({ seen: 30, replayed: 30, failed: 0 });
  expect((await depthOf(stack(), 'email')).all).toBe(before - 30);
});

it('sends what is too old when a person wants it even if stale', async () => {
  const [stale] = (await dead({ stale: 1 })) as [Mixed];
  const user = ['--user', String(stale.sub), '--yes'];
  expect(await postconfirm.run('dlq', 'replay', ...email, ...user)).toMatchObject({ code: 4 });
  expect(await postconfirm.run('dlq', 'replay', ...email, ...user, '--even-if-stale')).toMatchObject({ code: 0 });
  await expect.poll(async () => (await deliveryOf(stack(), String(stale.sub)))?.state, settled).toBe('SENT');
});

it('lets the attributes of a message survive its replays', async () => {
  const user = aConfirmation(stack());
  const body = bodyOf(user).replace('"specversion":"1.0"', '"specversion":"2.0"');
  await die(stack(), 'email', [{ body, reason: 'poison', attributes: { tenant: 'survivor' } }]);
  const include = ['--reason', 'poison', '--include', 'invalid', '--yes'];
  expect(await postconfirm.run('dlq', 'replay', ...email, ...include)).toMatchObject({ code: 0 });
  // It died again by the worker's own hand, which kept what the message had.
  const dead = async () =>
    (await postconfirm.run('dlq', 'show', ...email, '--reason', 'poison', '--reveal', '--json')).out;
  await expect.poll(dead, settled).toContain('"tenant":"survivor"');
});

it('discards only what is saved, by a typed word, and it can be replayed from the file', async () => {
  const letters = await dead({ redriven: 3 });
  const before = (await depthOf(stack(), 'email')).all;
  const args = ['dlq', 'discard', ...email, ...users(letters)];
  const elsewhere = fileOf('one-is-missing.ndjson');
  await postconfirm.run('dlq', 'export', ...email, '--user', String(letters[0]?.sub), '--to', elsewhere);
  expect(statSync(elsewhere).mode & 0o777).toBe(0o600);
  const refused = await postconfirm.run(...args, '--exported', elsewhere, '--confirm', 'discard 3');
  expect([refused.code, refused.err]).toEqual([5, expect.stringContaining('2 of them are not in')]);
  expect(await postconfirm.run(...args, '--confirm', 'yes')).toMatchObject({
    code: 5,
    err: expect.stringContaining("--confirm 'discard 3'"),
  });
  expect(existsSync(fileOf('.postconfirm/discarded'))).toBe(false);
  expect((await depthOf(stack(), 'email')).all).toBe(before);

  const { code, lines } = await postconfirm.json(...args, '--confirm', 'discard 3');
  expect(code).toBe(0);
  expect(lines.at(-1)).toMatchObject({ seen: 3, discarded: 3 });
  expect((await depthOf(stack(), 'email')).all).toBe(before - 3);

  const from = ['--from', String(lines.at(-1)?.['file']), '--yes'];
  expect(await postconfirm.run('dlq', 'replay', ...email, ...from)).toMatchObject({ code: 0 });
  for (const { sub = '' } of letters) {
    await expect.poll(async () => (await deliveryOf(stack(), sub))?.state, settled).toBe('SENT');
  }
  const audits = (await auditsOf(stack())).filter(({ command }) => command === 'dlq discard');
  expect(audits).toMatchObject([{ counts: { seen: 3, discarded: 3 } }]);
});

it('says what a killed replay still holds, and gives it back when that is cancelled', async () => {
  const letters = await dead({ redriven: 10 });
  const killed = postconfirm.start('dlq', 'replay', ...email, ...users(letters), '--rate', '2/s', '--yes');
  const [, id = ''] = await killed.says(/Replay (\S+)\./);
  await killed.says(/handled: 2 of 10/);
  killed.process.kill('SIGKILL');
  await killed.ended;
  const listed = await postconfirm.run('dlq', 'list', ...email);
  expect(listed.err).toMatch(new RegExp(`\\d+ are in flight: .*--resume <id>.*${id}`));
  const planned = await postconfirm.run('dlq', 'replay', ...email, '--dry-run');
  expect([planned.code, planned.err]).toEqual([4, expect.stringContaining('are in flight')]);

  const cancelled = await postconfirm.run('dlq', 'replay', '--cancel', id);
  expect([cancelled.code, cancelled.err]).toEqual([0, expect.stringContaining(`Replay ${id} is ended`)]);
  const { visible, all } = await depthOf(stack(), 'email');
  expect([visible, all >= 5]).toEqual([all, true]);
  expect((await postconfirm.run('dlq', 'list', ...email)).err).toContain('Next: npm run -s postconfirm -- dlq show');
});

it('keeps no personal data in journals and audit records', async () => {
  const folder = fileOf('.postconfirm/replays');
  const journals = readdirSync(folder).map((file) => readFileSync(path.join(folder, file), 'utf8'));
  expect(journals.length).toBeGreaterThan(3);
  expect(secretsIn(journals.join('') + JSON.stringify(await auditsOf(stack())))).toEqual([]);
});
