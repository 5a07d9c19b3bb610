import { expect, it } from 'vitest';
import { isSub } from './sub.ts';

it('takes no address, userName or part of a filter for a sub', () => {
  expect(isSub('3f1c0a52-8f0e-4c1b-9d53-2f5a7f1d0c11')).toBe(true);
  for (const other of ['ada@mail.io', 'ada', '" || $.sub = "*', '3F1C0A52']) expect(isSub(other), other).toBe(false);
});
