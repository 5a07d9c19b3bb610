import { expect, it } from 'vitest';
import { counted } from './counted.ts';

it.each([
  [0, '0 dead letters'],
  [1, '1 dead letter'],
  [2, '2 dead letters'],
])('counts %d', (count, words) => {
  expect(counted(count, 'dead letter')).toBe(words);
});

it('takes a plural that is not the word with an s', () => {
  expect([1, 3].map((count) => counted(count, 'delivery is', 'deliveries are'))).toEqual([
    '1 delivery is',
    '3 deliveries are',
  ]);
});
