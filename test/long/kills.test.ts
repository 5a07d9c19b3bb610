import path from 'node:path';
import { type Stack, startStack } from '@postconfirm/local-aws';
import { expect, inject, it } from 'vitest';
import { withOtherCode } from '../support/other-worker.ts';
import { leaks, newPerson, type Person } from '../support/personal-data.ts';
import { signUpAndConfirm } from '../support/sign-up.ts';
import { linesWith, logged, useStack } from '../support/stack.ts';
import { deliveryOf, recordOf } from '../support/table.ts';

/** Real processes that are ended with SIGKILL, in whatever they are. */
const KILLS = 240;
const PEOPLE_PER_ROUND = 6;
const WORKERS = ['email-worker', 'email-worker', 'enrichment-worker', 'fan-out', 'email-events'] as const;

const stack = useStack();

type SignedUp = { person: Person; sub: string };

/** Signs people up and kills workers that are at their messages, until `kills` processes were ended. */
async function signUpAndKill(
  on: Stack,
  { kills, workers }: { kills: number; workers: readonly string[] },
): Promise<{ everybody: SignedUp[]; killed: number }> {
  const everybody: SignedUp[] = [];
  let killed = 0;
  for (let round = 0; killed < kills; round += 1) {
    const people = Array.from({ length: PEOPLE_PER_ROUND }, () => newPerson());
    const signedUp = people.map(async (person) => ({ person, sub: await signUpAndConfirm(on, person) }));
    // The first of the round is on its way: every worker is at some point of somebody's messages.
    const first = await Promise.race(signedUp);
    await logged(on, 'ENQUEUED', { sub: first.sub });
    killed += await on.functions.killEnvironments(String(workers[round % workers.length]));
    everybody.push(...(await Promise.all(signedUp)));
  }
  return { everybody, killed };
}

const emailsTo = (on: Stack, { email }: Person) => on.inbox.emails().filter(({ to }) => to.includes(email)).length;

it('loses nobody and mails nobody twice while every worker is killed again and again', async () => {
  const { everybody, killed } = await signUpAndKill(stack(), { kills: KILLS, workers: WORKERS });
  expect(killed).toBeGreaterThanOrEqual(KILLS);

  for (const { person, sub } of everybody) {
    // A killed worker's claim is a doubt when its lease is over: an event settles it, or their silence.
    await expect
      .poll(async () => (await deliveryOf(stack(), sub))?.state, { timeout: 180_000, interval: 250 })
      .toBe('SENT');
    await expect
      .poll(() => recordOf(stack(), sub), { timeout: 180_000, interval: 250 })
      .toMatchObject({ 'source:crm': { status: 'ok' } });
    expect(emailsTo(stack(), person), sub).toBe(1);
  }
  expect(linesWith(stack(), 'EMAIL_DUPLICATE_DETECTED')).toEqual([]);
  console.log(`${killed} processes killed, ${everybody.length} users: 0 lost, 0 mailed twice.`);
});

it('sees a naive worker mail some users twice under the same kills', async () => {
  const { assembly, remove } = await withOtherCode(inject('assembly'), {
    functionName: 'postconfirm-local-email-worker',
    source: path.join(import.meta.dirname, '../baselines/naive-worker.ts'),
  });
  const naive = await startStack({ assembly, duplicateRate: 0 });
  try {
    const { everybody, killed } = await signUpAndKill(naive, { kills: KILLS / 2, workers: ['email-worker'] });
    await expect
      .poll(() => everybody.every(({ person }) => emailsTo(naive, person) > 0), { timeout: 120_000, interval: 250 })
      .toBe(true);
    const twice = everybody.filter(({ person }) => emailsTo(naive, person) > 1).length;
    console.log(`${killed} processes of the naive worker killed, ${everybody.length} users: ${twice} mailed twice.`);
    expect(twice).toBeGreaterThan(0);
    expect(leaks(naive)).toEqual([]);
  } finally {
    await naive.stop();
    remove();
  }
});
