import type { Attention, Delivery } from '@postconfirm/ledger';
import { createLog } from '@postconfirm/runtime';
import { expect, it } from 'vitest';
import { watch } from './watch.ts';

const NOW = 1_800_000_000_000;
const POOL = 'eu-central-1_aBcDeFgHi';
const TRIGGER = 'arn:aws:lambda:eu-central-1:111122223333:function:postconfirm-test-trigger:live';

const inAttention = (state: 'UNCERTAIN' | 'HELD', uncertainSince: number): Attention => ({
  key: { pool: POOL, sub: 'sub', kind: 'confirmed' },
  delivery: { state, uncertainSince, version: 1, createdAt: 0, attempt: 1, resent: false } as Delivery,
});

async function watched(attention: Attention[], trigger: string | undefined = TRIGGER) {
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
      now: () => NOW,
      log: createLog({ functionName: 'reconciler', destination: { write: (line) => lines.push(line) } }),
    },
    POOL,
  );
  return { looks, said: lines.map((line) => JSON.parse(line)) };
}

it('says zero where nothing needs a person, so that an alarm falls back', async () => {
  const { said, looks } = await watched([]);
  expect(said).toMatchObject([{ DELIVERIES_UNCERTAIN: 0 }, { DELIVERIES_HELD: 0 }, { DOUBT_AGE: 0 }]);
  expect(said).toHaveLength(3);
  expect(looks).toBe(1);
});

it('counts doubts and held emails apart, and the age of the oldest doubt in seconds', async () => {
  const attention = [
    inAttention('UNCERTAIN', NOW - 60_000),
    inAttention('UNCERTAIN', NOW - 90_000),
    inAttention('HELD', NOW - 900_000),
  ];
  expect((await watched(attention)).said).toMatchObject([
    { DELIVERIES_UNCERTAIN: 2 },
    { DELIVERIES_HELD: 1 },
    { DOUBT_AGE: 90 },
  ]);
});

it.each([undefined, `${TRIGGER}:other`])('tells of a pool that calls %s instead of the trigger', async (trigger) => {
  const { said } = await watched([], trigger ?? '');
  expect(said.at(-1)).toMatchObject({ code: 'TRIGGER_DETACHED', pool: POOL, TRIGGER_DETACHED: 1 });
});
