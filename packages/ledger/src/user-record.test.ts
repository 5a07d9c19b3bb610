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
});

describe('hash', () => {
  it('does not depend on the order of fields', () => {
    expect(hashOf({ a: 1, b: { c: [2], d: null } })).toBe(hashOf({ b: { d: null, c: [2] }, a: 1 }));
    expect(hashOf({ a: [1, 2] })).not.toBe(hashOf({ a: [2, 1] }));
  });
});
