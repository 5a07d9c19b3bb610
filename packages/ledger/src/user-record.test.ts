import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_BUDGET_SPENT } from './budget.ts';
import { hashOf, mergeObservation, type Observation, orderOf, type SourceState, UNFETCHED } from './user-record.ts';

const observation: fc.Arbitrary<Observation> = fc.record({
  version: fc.nat({ max: 3 }),
  fetchedAt: fc.nat({ max: 3 }),
  data: fc.record({ tier: fc.constantFrom('bronze', 'silver', 'gold'), points: fc.nat({ max: 1 }) }),
});

const merged = (observations: Observation[]): SourceState =>
  observations.reduce((state, next) => mergeObservation(state, next, NO_BUDGET_SPENT), UNFETCHED);

describe('merge of observations', () => {
  it('converges in whatever order and however often they arrive', () => {
    const shuffled = fc
      .array(observation, { minLength: 1, maxLength: 6 })
      .chain((all) =>
        fc.tuple(
          fc.constant(all),
          fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2, maxLength: all.length * 2 }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([all, again]) => {
        expect(merged(again)).toEqual(merged(all));
      }),
    );
  });

  it('orders totally: two observations of the same place are the same', () => {
    fc.assert(
      fc.property(observation, observation, (a, b) => {
        expect(orderOf(a) === orderOf(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });

  it('prefers the higher version over the later fetch', () => {
    const state = merged([
      { version: 10, fetchedAt: 1, data: { tier: 'gold' } },
      { version: 9, fetchedAt: 2, data: { tier: 'bronze' } },
    ]);
    expect(state).toMatchObject({ status: 'ok', version: 10, data: { tier: 'gold' } });
  });

  it('takes the same observation again with the budget of its request', () => {
    const seen = { version: 1, fetchedAt: 1, data: { tier: 'gold' } };
    const budget = { attempts: 3, replays: 1, requestedAt: 5 };
    expect(mergeObservation(merged([seen]), seen, budget)).toEqual({ ...merged([seen]), ...budget });
  });
});

describe('hash', () => {
  it('is short enough to be kept with every source', () => {
    expect(hashOf({ tier: 'gold' })).toMatch(/^[\w-]{22}$/);
  });

  it('tells a list from an object with the same entries', () => {
    expect(hashOf({ a: ['x', 'y'] })).not.toBe(hashOf({ a: { 0: 'x', 1: 'y' } }));
  });

  it('does not depend on the order of fields', () => {
    expect(hashOf({ a: 1, b: { c: [2], d: null } })).toBe(hashOf({ b: { d: null, c: [2] }, a: 1 }));
    expect(hashOf({ a: [1, 2] })).not.toBe(hashOf({ a: [2, 1] }));
  });
});
