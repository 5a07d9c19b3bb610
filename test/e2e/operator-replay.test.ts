import { statSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { depthOf, die } from '../support/dead-letters.ts';
import { type Mixed, mixedDeadLetters } from '../support/mixed-dead-letters.ts';
import { type Line, type Running, usePostconfirm } from '../support/postconfirm.ts';
import { useStack } from '../support/stack.ts';
import { deliveryOf, recordOf } from '../support/table.ts';

// No message comes twice by SQS's own doing: what dies again is counted.
const stack = useStack({ duplicateRate: 0 });
const postconfirm = usePostconfirm(stack);

/** 200 dead letters. */
const COUNTS = {
  attempts: 25,
  rejected: 20,
  redriven: 20,
  uncertain: 15,
  stale: 15,
  alreadySent: 20,
  noAddress: 10,
  forgotten: 10,
  noFreshBudget: 10,
  tooOften: 10,
  poison: 10,
  schemaNewer: 5,
  sourceFailed: 15,
  ingress: 10,
  event: 5,
};

const QUEUES = ['confirmations', 'email', 'enrichment', 'email-events'];

async function dieAll(letters: readonly Mixed[]): Promise<void> {
  for (const queue of QUEUES) {
    await die(
      stack(),
      queue,
      letters.filter((one) => one.queue === queue).map(({ letter }) => letter),
    );
  }
}

const emailsTo = (email: string | undefined) =>
  stack()
    .inbox.emails()
    .filter(({ to }) => email !== undefined && to.includes(email)).length;

const planned = (lines: readonly Line[]) => lines.filter(({ type }) => type === 'planned');
const reportIn = (lines: readonly Line[]) => lines.find(({ type }) => type === 'report') ?? {};
const kindOf = (line: Line | undefined) => (line?.['prediction'] as { kind: string } | undefined)?.kind;

const settled = { timeout: 30_000, interval: 200 };

/** What came of the messages that were replayed, by their prediction. */
const EFFECTS: Record<string, (one: Mixed) => Promise<void>> = {
  async 'would-send'({ sub = '', email }) {
    await expect.poll(async () => (await deliveryOf(stack(), sub))?.state, settled).toBe('SENT');
    expect(emailsTo(email)).toBe(1);
  },
  async 'already-sent'({ sub = '', email }) {
    expect(await deliveryOf(stack(), sub)).toMatchObject({ state: 'SENT', messageId: 'sent-long-ago' });
    expect(emailsTo(email)).toBe(0);
  },
  async 'would-skip'({ sub = '' }) {
    const skipped = { state: 'SKIPPED', reason: 'no-address' };
    await expect.poll(() => deliveryOf(stack(), sub), settled).toMatchObject(skipped);
  },
  async 'user-deleted'({ sub = '', email }) {
    expect(await deliveryOf(stack(), sub)).toMatchObject({ state: 'SKIPPED', reason: 'user-deleted' });
    expect(emailsTo(email)).toBe(0);
  },
  async 'would-fetch'({ sub = '' }) {
    await expect.poll(() => recordOf(stack(), sub), settled).toMatchObject({ 'source:crm': { status: 'ok' } });
  },
  async 'would-fan-out'({ sub = '', email }) {
    await expect.poll(() => recordOf(stack(), sub), settled).toMatchObject({ 'source:crm': { status: 'ok' } });
    await expect.poll(() => emailsTo(email), settled).toBe(1);
  },
  async 'would-record'({ sub = '' }) {
    await expect.poll(async () => (await deliveryOf(stack(), sub))?.events, settled).toHaveProperty('Delivery');
  },
};

it('does with 200 dead letters of all kinds what its plans said, message by message', async () => {
  const letters = await mixedDeadLetters(stack(), COUNTS);
  expect(letters).toHaveLength(200);
  await dieAll(letters);
  for (const queue of QUEUES) {
    const mine = letters.filter((one) => one.queue === queue);
    const toReplay = mine.filter(({ prediction }) => EFFECTS[prediction] !== undefined).length;
    const many = ['--confirm', `replay ${toReplay}`, '--why', 'a test'];
    const approval = toReplay > 100 ? many : ['--yes'];
    const { code, lines } = await postconfirm.json('dlq', 'replay', '--queue', queue, '--rate', '100/s', ...approval);
    expect(code, JSON.stringify(reportIn(lines))).toBe(0);
    expect(planned(lines)).toHaveLength(mine.length);
    const bySub = new Map(planned(lines).map((line) => [line['sub'], line]));
    for (const one of mine) {
      if (one.sub) expect(kindOf(bySub.get(one.sub)), `${one.kind} ${one.sub}`).toBe(one.prediction);
    }
    const unnamed = planned(lines).filter(({ sub }) => sub === undefined);
    expect(unnamed.map(kindOf)).toEqual(unnamed.map(() => 'invalid'));
    expect(unnamed).toHaveLength(mine.filter(({ sub }) => !sub).length);

    const left = mine.length - toReplay;
    expect(reportIn(lines)).toMatchObject({ seen: mine.length, replayed: toReplay, skipped: left, failed: 0 });
  }
  for (const one of letters) await EFFECTS[one.prediction]?.(one);
  const left = letters.filter(({ prediction }) => EFFECTS[prediction] === undefined);
  expect(left.map(({ queue }) => queue).every((queue) => queue === 'email')).toBe(true);
  expect(await depthOf(stack(), 'email')).toEqual({ visible: left.length, all: left.length });
  for (const { email } of letters) expect(emailsTo(email)).toBeLessThanOrEqual(1);
});

it('shows that what it left would have died again, or ended without an email', async () => {
  const include = ['held', 'attempts', 'stale', 'invalid'].flatMap((kind) => ['--include', kind]);
  const reasons = ['uncertain', 'attempts', 'aged', 'poison'].flatMap((reason) => ['--reason', reason]);
  const { code, lines } = await postconfirm.json('dlq', 'replay', '--queue', 'email', ...include, ...reasons, '--yes');
  expect(code, JSON.stringify(reportIn(lines))).toBe(0);
  const { uncertain, noFreshBudget, stale, poison, tooOften, schemaNewer } = COUNTS;
  expect(reportIn(lines)).toMatchObject({ replayed: uncertain + noFreshBudget + stale + poison, skipped: tooOften });

  // The stale ones are gone for good, the others back where they were.
  const left = uncertain + noFreshBudget + poison + tooOften + schemaNewer;
  await expect.poll(() => depthOf(stack(), 'email'), settled).toEqual({ visible: left, all: left });
  const list = await postconfirm.json('dlq', 'list', '--queue', 'email');
  const groups = (list.lines[0]?.['groups'] ?? []) as Record<string, unknown>[];
  expect(groups).toContainEqual(expect.objectContaining({ reason: 'uncertain', count: uncertain }));
  expect(groups).toContainEqual(expect.objectContaining({ reason: 'poison', detail: 'not-json', count: poison }));
});

it('sends nothing twice when everything is replayed twice', async () => {
  const letters = await mixedDeadLetters(stack(), { redriven: 10, rejected: 10 });
  const before = await depthOf(stack(), 'email');
  await dieAll(letters);
  const file = path.join(postconfirm.folder(), 'twice.ndjson');
  const users = letters.flatMap(({ sub }) => ['--user', String(sub)]);
  expect((await postconfirm.run('dlq', 'export', '--queue', 'email', ...users, '--to', file)).code).toBe(0);
  const rate = ['--rate', '100/s', '--yes'];
  expect((await postconfirm.run('dlq', 'replay', '--queue', 'email', ...users, ...rate)).code).toBe(0);
  for (const one of letters) await EFFECTS['would-send']?.(one);

  const again = await postconfirm.json('dlq', 'replay', '--queue', 'email', '--from', file, ...rate);
  expect(planned(again.lines).map(kindOf)).toEqual(letters.map(() => 'already-sent'));
  expect(reportIn(again.lines)).toMatchObject({ seen: 20, replayed: 20 });
  await expect.poll(() => depthOf(stack(), 'email', 'url'), settled).toEqual({ visible: 0, all: 0 });
  for (const { email } of letters) expect(emailsTo(email)).toBe(1);
  expect(await depthOf(stack(), 'email')).toEqual(before);
});

it('sends nothing twice when two people replay at once', async () => {
  const letters = await mixedDeadLetters(stack(), { redriven: 40, rejected: 20 });
  const before = await depthOf(stack(), 'email');
  await dieAll(letters);
  const users = letters.flatMap(({ sub }) => ['--user', String(sub)]);
  const replay = () => postconfirm.json('dlq', 'replay', '--queue', 'email', ...users, '--rate', '50/s', '--yes');
  const both = await Promise.all([replay(), replay()]);
  // What one did not see, or found gone, is the other's; the rest, if both borrowed at once, is for the next run.
  for (let runs = 0; (await depthOf(stack(), 'email')).all > before.all && runs < 5; runs += 1) await replay();
  for (const one of letters) await EFFECTS['would-send']?.(one);
  for (const { lines } of both) {
    const { seen = 0, replayed = 0, skipped = 0, failed = 0 } = reportIn(lines) as Record<string, number>;
    expect(replayed + skipped + failed).toBe(seen);
  }
  expect(await depthOf(stack(), 'email')).toEqual(before);
});

it('loses and doubles nothing when it is killed at random moments and resumed', async () => {
  const letters = await mixedDeadLetters(stack(), { redriven: 100, rejected: 80, alreadySent: 20 });
  const before = await depthOf(stack(), 'email');
  await dieAll(letters);
  const users = letters.flatMap(({ sub }) => ['--user', String(sub)]);
  const first = postconfirm.start(
    'dlq',
    'replay',
    '--queue',
    'email',
    ...users,
    '--rate',
    '100/s',
    '--why',
    'a test',
    '--confirm',
    'replay 200',
  );
  const [, id = ''] = await first.says(/Replay (\S+)\./);
  const journal = path.join(postconfirm.folder(), `.postconfirm/replays/${id}.ndjson`);
  await killSoon(first, journal);
  for (let kills = 1; kills < 3; kills += 1) {
    const resumed = postconfirm.start('dlq', 'replay', '--resume', id);
    await resumed.says(/Replay (\S+)\./);
    await killSoon(resumed, journal);
  }
  // A dead letter that was received at the very moment of a kill comes back within a minute.
  const resume = async () => (await postconfirm.run('dlq', 'replay', '--resume', id)).code;
  await expect.poll(resume, { timeout: 90_000, interval: 1_000 }).toBe(0);
  for (const one of letters) await EFFECTS[one.prediction]?.(one);
  // What a look had borrowed when it was killed comes back by itself.
  await expect.poll(() => depthOf(stack(), 'email'), { timeout: 150_000, interval: 1_000 }).toEqual(before);
}, 300_000);

/** Ends it when its journal has grown by a random part of what a whole run writes: in whatever it is then. */
async function killSoon({ process: child, ended }: Running, journal: string): Promise<void> {
  const moment = sizeOf(journal) + Math.random() * 80 * BYTES_PER_NOTE;
  await expect
    .poll(() => child.exitCode !== null || sizeOf(journal) >= moment, { timeout: 20_000, interval: 2 })
    .toBe(true);
  child.kill('SIGKILL');
  await ended;
}

/** A step of ten writes three of them. */
const BYTES_PER_NOTE = 420;

const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

it('records who replayed what and why, and keeps no personal data in its files', async () => {
  const audits = await postconfirm.json('audit');
  expect(audits.lines).toContainEqual(
    expect.objectContaining({
      command: 'dlq replay',
      who: expect.stringContaining('arn:'),
      why: 'a test',
      planHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      counts: expect.objectContaining({ failed: 0 }),
    }),
  );
});
