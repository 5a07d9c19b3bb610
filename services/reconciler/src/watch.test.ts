import type { Attention, Delivery } from '@postconfirm/ledger';
import { createLog, RECONCILER_LINES } from '@postconfirm/runtime';
import { expect, it } from 'vitest';
import { watch } from './watch.ts';

const NOW = 1_800_000_000_000;
const POOL = 'eu-central-1_aBcDeFgHi';
const TRIGGER = 'arn:aws:lambda:eu-central-1:111122223333:function:postconfirm-test-trigger:live';

const inAttention = (state: 'UNCERTAIN' | 'HELD', uncertainSince: number): Attention => ({
  key: { pool: POOL, sub: 'sub', kind: 'confirmed' },
  delivery: { state, uncertainSince, version: 1, createdAt: 0, attempt: 1, resent: false } as Delivery,
});

const QUOTA = { daily: 50_000, sentToday: 1000, rate: 14 };

async function watched(attention: Attention[], trigger: string | undefined = TRIGGER, quota = QUOTA) {
  const lines: string[] = [];
  let looks = 0;
  await watch(
    {
      attention: async () => attention,
      trigger: async () => trigger,
      firstLook: async () => {
        looks += 1;
      },
      triggerArn: TRIGGER,
      quota: async () => quota,
      sendsPerSecond: 14,
      now: () => NOW,
      log: createLog({
        functionName: 'reconciler',
        lines: RECONCILER_LINES,
        destination: { write: (line) => lines.push(line) },
      }),
    },
    POOL,
  );
  return { looks, said: lines.map((line) => JSON.parse(line)) };
}

it('says zero where nothing needs a person, so that an alarm falls back', async () => {
  const { said, looks } = await watched([]);
  expect(said).toMatchObject([
    { DELIVERIES_UNCERTAIN: 0 },
    { DELIVERIES_HELD: 0 },
    { DOUBT_AGE: 0 },
    { SES_QUOTA_USED: 2 },
    { SES_RATE_PLANNED: 100 },
  ]);
  expect(looks).toBe(1);
});

it('counts doubts and held emails apart, and the age of the oldest doubt in seconds', async () => {
  const attention = [
    inAttention('UNCERTAIN', NOW - 60_000),
    inAttention('UNCERTAIN', NOW - 90_000),
    inAttention('HELD', NOW - 900_000),
  ];
  expect((await watched(attention)).said.slice(0, 3)).toMatchObject([
    { DELIVERIES_UNCERTAIN: 2 },
    { DELIVERIES_HELD: 1 },
    { DOUBT_AGE: 90 },
  ]);
});

it.each([undefined, `${TRIGGER}:other`])('tells of a pool that calls %s instead of the trigger', async (trigger) => {
  const { said } = await watched([], trigger ?? '');
  expect(said).toContainEqual(expect.objectContaining({ code: 'TRIGGER_DETACHED', pool: POOL, TRIGGER_DETACHED: 1 }));
});

it.each([
  ['is half used', { daily: 200, sentToday: 100, rate: 14 }, 50, 100],
  ['is used up, and the rate of another account is planned', { daily: 200, sentToday: 200, rate: 1 }, 100, 1400],
  ['is passed by little', { daily: 200, sentToday: 0, rate: 13.9 }, 0, 101],
  ['is none', { daily: -1, sentToday: 70_000, rate: 500 }, 0, 3],
])('says in percent how far SES’s quota %s', async (_how, quota, used, planned) => {
  const { said } = await watched([], TRIGGER, quota);
  expect(said.slice(-2)).toMatchObject([{ SES_QUOTA_USED: used }, { SES_RATE_PLANNED: planned }]);
  expect(said.at(-1)._aws.CloudWatchMetrics[0].Metrics).toEqual([{ Name: 'SES_RATE_PLANNED', Unit: 'Percent' }]);
});
