import { expect, it } from 'vitest';
import { lengthOf, minuteOf } from './time-words.ts';

it.each([
  [-5, '0 s'],
  [999, '0 s'],
  [61_000, '1 min 1 s'],
  [3_600_000, '1 h'],
  [93_784_000, '1 d 2 h'],
  [86_400_000 + 60_000, '1 d 1 min'],
])('says %i ms as %s', (ms, words) => {
  expect(lengthOf(ms)).toBe(words);
});

it('says a time to the minute', () => {
  expect(minuteOf(Date.UTC(2026, 10, 27, 5, 4, 59))).toBe('2026-11-27T05:04Z');
});
