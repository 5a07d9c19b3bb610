import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { aConfirmation, bodyOf, depthOf, die } from '../support/dead-letters.ts';
import { type Mixed, mixedDeadLetters } from '../support/mixed-dead-letters.ts';
import { type Line, type Running, usePostconfirm } from '../support/postconfirm.ts';
import { useStack } from '../support/stack.ts';
import { deliveryOf } from '../support/table.ts';

const stack = useStack();
const postconfirm = usePostconfirm(stack);

/** Real processes of the command that are ended with SIGKILL, in whatever they are. */
const KILLS = 20;
const PLAN_SECONDS = 60;
const PLAN_MEGABYTES = 300;

const reportIn = (lines: readonly Line[]) => lines.find(({ type }) => type === 'report') ?? {};

async function dead(counts: Parameters<typeof mixedDeadLetters>[1]): Promise<Mixed[]> {
  const letters = await mixedDeadLetters(stack(), counts);
  await die(
    stack(),
    'email',
    letters.map(({ letter }) => letter),
  );
  return letters;
}

const emailsTo = (email: string | undefined) =>
  stack()
    .inbox.emails()
    .filter(({ to }) => email !== undefined && to.includes(email)).length;

const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** Ends it when its journal has grown by a random part of what a run of so many messages writes. */
async function killSoon({ process: child, ended }: Running, journal: string): Promise<void> {
  const moment = sizeOf(journal) + Math.random() * 60_000;
  await expect
    .poll(() => child.exitCode !== null || sizeOf(journal) >= moment, { timeout: 60_000, interval: 2 })
    .toBe(true);
  child.kill('SIGKILL');
  await ended;
}

it('loses and doubles none of 1,000 dead letters when it is killed 20 times', async () => {
  const letters = await dead({ redriven: 400, rejected: 300, attempts: 200, alreadySent: 100 });
  const approval = ['--why', 'a test', '--confirm', 'replay 1000'];
  const first = postconfirm.start('dlq', 'replay', '--queue', 'email', '--rate', '100/s', ...approval);
  const [, id = ''] = await first.says(/Replay (\S+)\./);
  const journal = path.join(postconfirm.folder(), `.postconfirm/replays/${id}.ndjson`);
  await killSoon(first, journal);
  let killed = first.process.signalCode === 'SIGKILL' ? 1 : 0;
  for (let kills = 1; kills < KILLS; kills += 1) {
    const resumed = postconfirm.start('dlq', 'replay', '--resume', id);
    await resumed.says(/Replay (\S+)\./);
    await killSoon(resumed, journal);
    if (resumed.process.signalCode === 'SIGKILL') killed += 1;
  }
  const resume = () => postconfirm.json('dlq', 'replay', '--resume', id);
  let last = await resume();
  await expect
    .poll(
      async () => {
        last = await resume();
        return last.code;
      },
      { timeout: 120_000, interval: 1_000 },
    )
    .toBe(0);
  expect(reportIn(last.lines)).toMatchObject({ seen: 1000, replayed: 1000, skipped: 0, failed: 0 });
  expect(await depthOf(stack(), 'email')).toEqual({ visible: 0, all: 0 });
  for (const { sub = '', email, prediction } of letters) {
    await expect
      .poll(async () => (await deliveryOf(stack(), sub))?.state, { timeout: 120_000, interval: 200 })
      .toBe('SENT');
    expect(emailsTo(email), sub).toBe(prediction === 'would-send' ? 1 : 0);
  }
  console.log(`${killed} processes of the command killed, 1,000 dead letters: 0 lost, 0 mailed twice.`);
});

it('holds the rate of 50/s within a tenth', async () => {
  const letters = await dead({ redriven: 1_000 });
  const approval = ['--why', 'a test', '--confirm', 'replay 1000'];
  const { lines } = await postconfirm.json('dlq', 'replay', '--queue', 'email', '--rate', '50/s', ...approval);
  const { seen, replayed, skipped, failed, perSecond } = reportIn(lines) as Record<string, number>;
  console.log(`1,000 dead letters at --rate 50/s: ${perSecond}/s.`);
  expect([seen, replayed, skipped, failed]).toEqual([letters.length, letters.length, 0, 0]);
  expect(perSecond).toBeGreaterThanOrEqual(45);
  expect(perSecond).toBeLessThanOrEqual(55);
});

it('plans 10,000 dead letters within a minute and 300 MB', async () => {
  const people = Array.from({ length: 10_000 }, () => aConfirmation(stack()));
  await die(
    stack(),
    'email',
    people.map((person) => ({ body: bodyOf(person), reason: 'attempts' })),
  );
  const begun = performance.now();
  const running = postconfirm.start('dlq', 'replay', '--queue', 'email', '--dry-run', '--json');
  const peak = await peakMegabytes(running);
  const seconds = Math.round((performance.now() - begun) / 1000);
  const { code, out } = await running.ended;
  console.log(`A plan of 10,000 dead letters: ${seconds} s, ${peak} MB at most.`);
  expect(code).toBe(0);
  expect(out.split('\n').filter((line) => line.includes('"type":"planned"'))).toHaveLength(10_000);
  expect(seconds).toBeLessThanOrEqual(PLAN_SECONDS);
  // Elsewhere than on Linux the kernel does not say.
  if (process.platform === 'linux') expect(peak).toBeGreaterThan(0);
  expect(peak).toBeLessThan(PLAN_MEGABYTES);
});

/** The most memory that the process had, by the kernel's own account where there is one. */
async function peakMegabytes({ process: child, ended }: Running): Promise<number> {
  let peak = 0;
  const look = setInterval(() => {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(statusOf(child.pid)) ?? [];
    peak = Math.max(peak, Number(kilobytes ?? 0));
  }, 50);
  await ended;
  clearInterval(look);
  return Math.round(peak / 1024);
}

function statusOf(pid: number | undefined): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}
