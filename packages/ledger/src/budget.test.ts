import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Budget, budgetFor } from './budget.ts';

describe('budget of attempts', () => {
  const spent = { attempts: 8, replays: 1, requestedAt: 100 };

  it.each([
    ['a replay', { replays: 2, requestedAt: 100 }, 0],
    ['a later request', { replays: 0, requestedAt: 101 }, 0],
    ['the same message again', { replays: 1, requestedAt: 100 }, 8],
    ['an older duplicate', { replays: 0, requestedAt: 99 }, 8],
  ])('after %s', (_, marks, attempts) => {
    expect(budgetFor(spent, marks).attempts).toBe(attempts);
  });

  it('is not renewed for ever by messages that take turns', () => {
    const replayed = { replays: 2, requestedAt: 100 };
    const later = { replays: 0, requestedAt: 200 };
    const afterBoth = { ...budgetFor(budgetFor(spent, replayed), later), attempts: 8 };
    expect([budgetFor(afterBoth, replayed).attempts, budgetFor(afterBoth, later).attempts]).toEqual([8, 8]);
  });

  it('has marks that only grow, and is renewed only when one of them does', () => {
    const marks = { replays: fc.nat({ max: 3 }), requestedAt: fc.nat({ max: 3 }) };
    const budget: fc.Arbitrary<Budget> = fc.record({ attempts: fc.integer({ min: 1, max: 9 }), ...marks });
    const grown = (a: Budget, b: Budget) => b.replays - a.replays + (b.requestedAt - a.requestedAt);
    fc.assert(
      fc.property(budget, fc.record(marks), (before, request) => {
        const after = budgetFor(before, request);
        expect([after.replays >= before.replays, after.requestedAt >= before.requestedAt]).toEqual([true, true]);
        expect(after.attempts).toBe(grown(before, after) > 0 ? 0 : before.attempts);
      }),
    );
  });
});
