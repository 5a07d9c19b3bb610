import { expect, it } from 'vitest';
import { auditedSubs } from './audited-subs.ts';
import type { MissedUser } from './missing.ts';

const missed = (count: number): MissedUser[] =>
  Array.from({ length: count }, (_, index) => ({ sub: `sub-${index}`, confirmedAt: 0, logged: false }));

it('names whom a repair was for, up to a thousand, and says how many more there were', () => {
  expect(auditedSubs(missed(2))).toEqual({ subs: ['sub-0', 'sub-1'] });
  const many = auditedSubs(missed(1200));
  expect([many.subs.length, many.unnamed]).toEqual([1000, 200]);
});
