import { describe, expect, it } from 'vitest';
import { NOW, POOL } from './missed-user.builder.ts';
import type { MissedUser } from './missing.ts';
import type { Reconciliation } from './reconcile.ts';
import { planRepair } from './repair-plan.ts';

const ALLOWED = { now: NOW, email: true, evenIfStale: true, staleAfterMs: 0 };

/** A pool of so many users, some of whom have nothing. */
const found = (missed: number, { seen = missed, isNew = false, named = false } = {}): Reconciliation => ({
  pool: POOL,
  goLive: { since: 0, isNew },
  named,
  complete: true,
  tally: { 'not-confirmed': 0, disabled: 0, 'too-recent': 0, 'before-go-live': 0, complete: seen - missed, missed },
  missed: Array.from(
    { length: missed },
    (_, index): MissedUser => ({ sub: `sub-${index}`, confirmedAt: NOW, logged: false, record: 'no-record' }),
  ),
});

describe('the cap', () => {
  it.each([
    [30, 10],
    [1000, 10],
    [5000, 50],
    [10_000, 100],
    [1_000_000, 100],
  ])('of a pool of %s users is %s: one more is refused whole', (seen, cap) => {
    expect(planRepair(found(cap, { seen }), ALLOWED)).toMatchObject({ kind: 'go', users: { length: cap } });
    expect(planRepair(found(cap + 1, { seen }), ALLOWED)).toEqual({ kind: 'too-many', count: cap + 1, cap });
  });

  it('of a list that a person made is 100', () => {
    expect(planRepair(found(100, { named: true }), ALLOWED).kind).toBe('go');
    expect(planRepair(found(101, { named: true }), ALLOWED).kind).toBe('too-many');
  });

  it('is what the operator says', () => {
    expect(planRepair(found(30), ALLOWED, 30).kind).toBe('go');
    expect(planRepair(found(30), ALLOWED, 29).kind).toBe('too-many');
  });
});

it('enqueues nobody from a table that is new, whatever the operator says', () => {
  expect(planRepair(found(1, { isNew: true }), ALLOWED, 1000)).toEqual({ kind: 'new-table' });
});
