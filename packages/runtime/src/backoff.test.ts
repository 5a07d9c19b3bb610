import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffSeconds } from './backoff.ts';

const PRODUCTION = { baseSeconds: 60, capSeconds: 14_400 };
const longest = () => 1 - Number.EPSILON;
const shortest = () => 0;

describe('backoffSeconds', () => {
  it('doubles from the first wait to the longest', () => {
    const waits = [1, 2, 3, 7, 8, 9, 10, 150].map((count) => backoffSeconds(PRODUCTION, count, longest));
    expect(waits.map(Math.round)).toEqual([60, 120, 240, 3840, 7680, 14_400, 14_400, 14_400]);
  });

  it('waits three quarters at least and the whole at most, for any receive count', () => {
    const backoff = fc.record({ baseSeconds: fc.integer({ min: 1, max: 3600 }), capSeconds: fc.nat(43_200) });
    fc.assert(
      fc.property(
        backoff,
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (b, count, random) => {
          const full = backoffSeconds(b, count, longest);
          const wait = backoffSeconds(b, count, () => random);
          expect(full).toBeLessThanOrEqual(b.capSeconds);
          expect(wait).toBeGreaterThanOrEqual(backoffSeconds(b, count, shortest));
          expect(wait).toBeLessThanOrEqual(full + 1e-6);
          expect(backoffSeconds(b, count, shortest)).toBeCloseTo(0.75 * full, 6);
        },
      ),
    );
  });

  it('never waits shorter after a later receive, but for the jitter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), (count) => {
        expect(backoffSeconds(PRODUCTION, count + 1, shortest)).toBeGreaterThanOrEqual(
          backoffSeconds(PRODUCTION, count, shortest),
        );
      }),
    );
  });

  it('outlasts 13 days within 150 receives, even with the shortest jitter', () => {
    const waits = Array.from({ length: 149 }, (_, index) => backoffSeconds(PRODUCTION, index + 1, shortest));
    expect(waits.reduce((sum, wait) => sum + wait, 0) / 86_400).toBeGreaterThan(13);
  });
});
