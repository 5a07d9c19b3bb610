import { describe, expect, test } from 'vitest';
import { scaledSeconds, sendIntervalMilliseconds, visibilitySeconds } from './derived.ts';
import { exampleConfig } from './example.builder.ts';
import { shortestScheduleSeconds } from './retry-schedule.ts';

describe('the rate of SES is kept by all environments together', () => {
  test.each([
    { rate: 14, environments: 4, interval: 334 },
    { rate: 1, environments: 2, interval: 2000 },
    { rate: 1, environments: 4, interval: 4000 },
    { rate: 200, environments: 4, interval: 20 },
    { rate: 3, environments: 3, interval: 1000 },
  ])('$environments environments at $rate per second wait $interval ms', ({ rate, environments, interval }) => {
    expect(sendIntervalMilliseconds(rate, environments)).toBe(interval);
  });

  test('whatever the rate and the number of environments that a stage may set', () => {
    const rates = [...Array.from({ length: 300 }, (_, index) => index + 1), 999, 1000, 9_999, 10_000];
    for (const rate of rates) {
      for (const environments of [2, 3, 4, 7, 10, 64, 999, 1000]) {
        const interval = sendIntervalMilliseconds(rate, environments);
        expect(environments * 1000, `${environments} environments at ${rate}`).toBeLessThanOrEqual(rate * interval);
      }
    }
  });
});

test('a time of production is never scaled to nothing', () => {
  const local = exampleConfig('local');
  expect(scaledSeconds(local, 60)).toBe(1);
  expect(scaledSeconds(local, 5)).toBe(1);
  expect(scaledSeconds(exampleConfig('prod'), 900)).toBe(900);
});

test('messages of a fast worker stay hidden long enough on a busy machine, and for six timeouts in production', () => {
  const consumer = { timeoutSeconds: 10, batchingWindowSeconds: 2 };
  expect(visibilitySeconds(exampleConfig('local'), consumer)).toBe(5);
  expect(visibilitySeconds(exampleConfig('prod'), consumer)).toBe(62);
});

test('the shortest schedule takes three quarters of every wait: doubling from the base, then level at the cap', () => {
  expect(shortestScheduleSeconds({ backoffBaseSeconds: 60, backoffCapSeconds: 200, receives: 5 })).toBe(0.75 * 580);
  const standard = { backoffBaseSeconds: 60, backoffCapSeconds: 14_400, receives: 150 };
  expect(shortestScheduleSeconds(standard) / 86_400).toBeGreaterThan(13);
});
