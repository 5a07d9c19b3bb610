import { expect, it } from 'vitest';
import { RunCounts } from './run-counts.ts';

it('finds the runs of every state again, and none of a state that it was not told of', () => {
  const counts = new RunCounts();
  for (let state = 1; state <= 20_000; state += 1) counts.set(RunCounts.keyOf(`state ${state}`), state);
  const found = Array.from({ length: 20_000 }, (_, index) => counts.get(RunCounts.keyOf(`state ${index + 1}`)));
  expect(found).toEqual(Array.from({ length: 20_000 }, (_, index) => index + 1));
  expect(counts.size).toBe(20_000);
  expect(counts.get(RunCounts.keyOf('another'))).toBe(0);
});
