import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ArrivalsError, curveOf, momentsOf, parseCurve, peakPerSecond } from './arrivals.ts';

const stretch = fc.record({ milliseconds: fc.integer({ min: 1, max: 1e7 }), share: fc.integer({ min: 0, max: 1000 }) });
const curves = fc
  .array(stretch, { minLength: 1, maxLength: 8 })
  .filter((curve) => curve.some(({ share }) => share > 0));

it('lets exactly so many users come, in order, within the curve', () => {
  fc.assert(
    fc.property(
      curves,
      fc.integer({ min: 0, max: 500 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (curve, users, dice) => {
        const moments = [...momentsOf(curve, users, () => dice)];
        const end = curve.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
        expect(moments).toHaveLength(users);
        expect(moments).toEqual(moments.toSorted((a, b) => a - b));
        for (const moment of moments) expect(moment >= 0 && moment <= end).toBe(true);
      },
    ),
  );
});

it('knows the fullest hour of the day', () => {
  expect(peakPerSecond(curveOf('day-curve'), 1_000_000)).toBeCloseTo((1_000_000 * 8) / 104 / 3600, 3);
  expect(peakPerSecond(curveOf('burst'), 3_600)).toBe(1);
});

it('reads minutes and users of a file, and says which line it can not read', () => {
  expect(parseCurve('60,100\n30,0\n\n')).toEqual([
    { milliseconds: 3_600_000, share: 100 },
    { milliseconds: 1_800_000, share: 0 },
  ]);
  expect(() => parseCurve('60,100\nan hour,5')).toThrow(
    new ArrivalsError('Line 2 should be minutes,users, such as 60,25000; it is: an hour,5'),
  );
  expect(() => parseCurve('60,0')).toThrow('No line has users');
});
