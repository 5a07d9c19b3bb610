import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPace } from './pace.ts';

const START = 1_800_000_000_000;

/** A pace on a clock that only waiting moves. */
function paceOf(intervalMs: number) {
  const clock = { now: START };
  const waits: number[] = [];
  const wait = async (ms: number) => {
    waits.push(ms);
    const end = clock.now + ms;
    await Promise.resolve();
    clock.now = Math.max(clock.now, end);
  };
  return { clock, waits, turn: createPace(intervalMs, () => clock.now, wait) };
}

const FOR_EVER = Number.POSITIVE_INFINITY;

it('gives the first turn at once', async () => {
  const { clock, turn } = paceOf(500);
  expect(await turn(START)).toBe(true);
  expect(clock.now).toBe(START);
});

it('gives one turn per interval to those who wait side by side', async () => {
  const { waits, turn } = paceOf(500);
  const given = await Promise.all(Array.from({ length: 5 }, () => turn(FOR_EVER)));
  expect(given).toEqual(Array(5).fill(true));
  expect(waits).toEqual([500, 1000, 1500, 2000]);
});

it('gives a turn at once after a pause, and does not make up for the pause', async () => {
  const { clock, turn } = paceOf(500);
  await turn(FOR_EVER);
  clock.now += 60_000;
  await turn(FOR_EVER);
  expect(clock.now).toBe(START + 60_000);
  await turn(FOR_EVER);
  expect(clock.now).toBe(START + 60_500);
});

it('keeps the interval from one batch to the next', async () => {
  const { clock, turn } = paceOf(2000);
  await turn(FOR_EVER);
  clock.now += 10;
  await turn(FOR_EVER);
  expect(clock.now).toBe(START + 2000);
});

it('refuses a turn that would come too late, without waiting for it', async () => {
  const { clock, turn } = paceOf(500);
  expect(await Promise.all([turn(START + 500), turn(START + 500), turn(START + 500)])).toEqual([true, true, false]);
  expect(clock.now).toBe(START + 500);
});

it('keeps no place for a turn that it refused', async () => {
  const { clock, turn } = paceOf(500);
  await turn(FOR_EVER);
  expect(await turn(START + 499)).toBe(false);
  expect(await turn(FOR_EVER)).toBe(true);
  expect(clock.now).toBe(START + 500);
});

it('holds nobody back without an interval', async () => {
  const { clock, turn } = paceOf(0);
  expect(await Promise.all(Array.from({ length: 20 }, () => turn(START)))).toEqual(Array(20).fill(true));
  expect(clock.now).toBe(START);
});

it('never gives two turns within one interval, whenever they are asked for', async () => {
  const asks = fc.array(fc.record({ later: fc.nat({ max: 900 }), patience: fc.nat({ max: 2000 }) }), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(asks, async (all) => {
      const { clock, turn } = paceOf(500);
      const at: number[] = [];
      for (const { later, patience } of all) {
        clock.now += later;
        if (await turn(clock.now + patience)) at.push(clock.now);
      }
      expect(at.slice(1).every((time, i) => time - (at[i] ?? 0) >= 500)).toBe(true);
    }),
  );
});
