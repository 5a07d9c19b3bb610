import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excuse, mayBeDeadLettered } from './excuse.ts';
import { HOUR, NOW, SUB } from './missed-user.builder.ts';
import type { MissedUser } from './missing.ts';
import { type Allowance, adviceFor, effectsFor } from './repair.ts';

const ALLOWED: Allowance = { now: NOW, email: false, evenIfStale: false, staleAfterMs: 72 * HOUR };

const missed = (over: Partial<MissedUser> = {}): MissedUser => ({
  sub: SUB,
  confirmedAt: NOW - 2 * HOUR,
  logged: false,
  email: 'no-delivery',
  record: 'no-record',
  ...over,
});

const aMissedUser: fc.Arbitrary<MissedUser> = fc.record({
  sub: fc.constant(SUB),
  confirmedAt: fc.integer({ min: NOW - 200 * HOUR, max: NOW }),
  logged: fc.boolean(),
  email: fc.constantFrom('no-delivery', 'overdue', 'held', 'skipped', 'dead-lettered'),
  record: fc.constantFrom('no-record', 'source', 'dead-lettered'),
});

const aLeave: fc.Arbitrary<Allowance> = fc.record({
  now: fc.constant(NOW),
  email: fc.boolean(),
  evenIfStale: fc.boolean(),
  staleAfterMs: fc.constant(72 * HOUR),
});

describe('a repair', () => {
  it('never mails without a line of the trigger or a word of the operator, nor what is stale without another', () => {
    fc.assert(
      fc.property(aMissedUser, aLeave, (user, allowance) => {
        if (!effectsFor(user, allowance).includes('email')) return;
        expect(user.logged || allowance.email).toBe(true);
        expect(NOW - user.confirmedAt <= allowance.staleAfterMs || allowance.evenIfStale).toBe(true);
        expect(['no-delivery', 'overdue', 'skipped']).toContain(user.email);
      }),
    );
  });

  it('asks for what is missing alone', () => {
    const allowance = { ...ALLOWED, email: true };
    expect(effectsFor(missed(), allowance)).toEqual(['email', 'enrichment']);
    expect(effectsFor({ sub: SUB, confirmedAt: NOW, logged: false, email: 'overdue' }, allowance)).toEqual(['email']);
    expect(effectsFor({ sub: SUB, confirmedAt: NOW, logged: false, record: 'source' }, allowance)).toEqual([
      'enrichment',
    ]);
  });

  it('repairs the record where it may not mail, and says what would let it', () => {
    expect([effectsFor(missed(), ALLOWED), adviceFor(missed(), ALLOWED)]).toEqual([['enrichment'], '--email']);
    const stale = missed({ logged: true, confirmedAt: NOW - 73 * HOUR });
    expect([effectsFor(stale, ALLOWED), adviceFor(stale, ALLOWED)]).toEqual([['enrichment'], '--even-if-stale']);
    expect(effectsFor(stale, { ...ALLOWED, evenIfStale: true })).toEqual(['email', 'enrichment']);
  });

  it('leaves to a person what only a person can decide', () => {
    const held: MissedUser = { sub: SUB, confirmedAt: NOW, logged: true, email: 'held' };
    expect([effectsFor(held, { ...ALLOWED, email: true }), adviceFor(held, ALLOWED)]).toEqual([[], 'email resolve']);
  });
});

describe('a dead letter', () => {
  it.each([
    ['confirmations', { email: 'dead-lettered', record: 'dead-lettered' }],
    ['email', { email: 'dead-lettered', record: 'no-record' }],
    ['enrichment', { email: 'no-delivery', record: 'dead-lettered' }],
  ] as const)('of %s is to be replayed, not made anew', (queue, marked) => {
    const excused = excuse(missed(), { [queue]: new Set([SUB]) });
    expect(excused).toMatchObject(marked);
    expect(adviceFor(excused, ALLOWED)).toBe('dlq replay');
  });

  it('explains nothing of another user, of a held or of a skipped email', () => {
    expect(excuse(missed(), { email: new Set(['another']) })).toEqual(missed());
    const held: MissedUser = { sub: SUB, confirmedAt: NOW, logged: false, email: 'held' };
    expect(excuse(held, { email: new Set([SUB]) })).toEqual(held);
    expect(mayBeDeadLettered(held)).toBe(false);
  });
});
