import { describe, expect, it } from 'vitest';
import { createPace, parseRate, stepSize } from './rate.ts';

it.each([
  ['50/s', 50],
  ['600/m', 10],
  ['30/m', 0.5],
  ['0/s', undefined],
  ['50', undefined],
  ['50/h', undefined],
  ['-1/s', undefined],
])('reads the rate %s', (text, perSecond) => {
  expect(parseRate(text)).toBe(perSecond);
});

it.each([
  [0.5, 1],
  [5, 5],
  [50, 10],
])('takes at %d/s steps of %d', (perSecond, size) => {
  expect(stepSize(perSecond)).toBe(size);
});

/** A clock that stands still but for waits and work. */
function aClock() {
  const clock = {
    time: 0,
    now: () => clock.time,
    wait: async (milliseconds: number) => {
      clock.time += milliseconds;
    },
  };
  return clock;
}

describe('a pace', () => {
  it.each([
    ['5/s', 5, 10_000],
    ['50/s', 50, 1_000],
    ['600/m', 10, 500],
  ])('of %s gives every message its time', async (_, perSecond, messages) => {
    const clock = aClock();
    const pace = createPace(perSecond, clock);
    const size = stepSize(perSecond);
    for (let sent = 0; sent < messages; sent += size) await pace(size);
    expect(clock.time).toBeCloseTo((messages / perSecond) * 1000, 3);
  });

  it('makes up for a slow step', async () => {
    const clock = aClock();
    const pace = createPace(10, clock);
    await pace(5);
    clock.time += 700;
    await pace(5);
    await pace(5);
    expect(clock.time).toBe(1500);
  });

  it('makes up for no more than a second of a stall', async () => {
    const clock = aClock();
    const pace = createPace(10, clock);
    await pace(5);
    clock.time += 60_000;
    let atOnce = 0;
    for (const stalled = clock.time; clock.time === stalled; atOnce += 1) await pace(5);
    expect(atOnce * 5).toBeLessThanOrEqual(15);
  });
});
