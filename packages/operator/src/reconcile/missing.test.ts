import { type Delivery, type FoundRecord, NO_BUDGET_SPENT } from '@postconfirm/ledger';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aDelivery, aPoolUser, aQuestion, HOUR, NOW, SUB } from './missed-user.builder.ts';
import { FOUND_KINDS, lookAtUser, type Question } from './missing.ts';

const RECORD = { sources: { crm: { ...NO_BUDGET_SPENT, status: 'ok' } } } satisfies FoundRecord;
const SENT = aDelivery('SENT');

const look = (
  held: { delivery?: Delivery | undefined; record?: FoundRecord },
  { user = aPoolUser(), question = {} }: { user?: ReturnType<typeof aPoolUser>; question?: Partial<Question> } = {},
) => lookAtUser(user, { delivery: undefined, record: undefined, ...held }, aQuestion(question));

describe('a user whom nothing reached', () => {
  it('lacks email and record, since the account was made', () => {
    expect(look({})).toEqual({
      kind: 'missed',
      user: {
        sub: SUB,
        confirmedAt: NOW - 2 * HOUR,
        logged: false,
        email: 'no-delivery',
        record: 'no-record',
      },
    });
  });

  it.each(['CONFIRMED', 'EXTERNAL_PROVIDER', 'FORCE_CHANGE_PASSWORD', 'RESET_REQUIRED'])(
    'is missed as %s: an administrator may have made or imported them',
    (status) => {
      expect(look({}, { user: aPoolUser({ status }) }).kind).toBe('missed');
    },
  );

  it.each(['UNCONFIRMED', 'ARCHIVED', 'COMPROMISED', 'UNKNOWN', 'a status of tomorrow'])(
    'is nobody as %s',
    (status) => {
      expect(look({}, { user: aPoolUser({ status }) }).kind).toBe('not-confirmed');
    },
  );

  it('is left alone while disabled', () => {
    expect(look({}, { user: aPoolUser({ enabled: false }) }).kind).toBe('disabled');
  });

  it('is left alone for an hour after any change, for a confirmation is one', () => {
    const old = { createdAt: NOW - 20 * HOUR };
    expect(look({}, { user: aPoolUser({ ...old, modifiedAt: NOW - HOUR + 1 }) }).kind).toBe('too-recent');
    expect(look({}, { user: aPoolUser({ ...old, modifiedAt: NOW - HOUR }) }).kind).toBe('missed');
  });

  it('is of a time that the table knows nothing of before its go-live', () => {
    const at = (createdAt: number) => look({}, { user: aPoolUser({ createdAt }) }).kind;
    expect([at(NOW - 24 * HOUR - 1), at(NOW - 24 * HOUR)]).toEqual(['before-go-live', 'missed']);
  });

  it('is missed all the same when a line since go-live names them, and as of that line', () => {
    const user = aPoolUser({ createdAt: NOW - 100 * HOUR });
    const failures = (at: number) => ({ question: { failures: new Map([[SUB, at]]) }, user });
    const missed = look({}, failures(NOW - 3 * HOUR));
    expect(missed).toMatchObject({ user: { logged: true, confirmedAt: NOW - 3 * HOUR } });
    expect(look({}, failures(NOW - 25 * HOUR)).kind).toBe('before-go-live');
  });
});

describe('the email', () => {
  const emailLack = (delivery: Delivery, question: Partial<Question> = {}) => {
    const found = look({ delivery, record: RECORD }, { question });
    return found.kind === 'missed' ? found.user.email : found.kind;
  };

  it('is not missed once it was sent', () => {
    expect(emailLack(SENT)).toBe('complete');
  });

  it.each([
    ['RETRY', aDelivery('RETRY', { dueAt: NOW - HOUR })],
    ['SENDING', aDelivery('SENDING', { leaseUntil: NOW - 5 * HOUR, dueAt: 0 })],
    ['UNCERTAIN', aDelivery('UNCERTAIN', { uncertainSince: NOW - 5 * HOUR, dueAt: 0 })],
  ])('is overdue in %s an hour after the last moment at which it should have moved', (_, delivery) => {
    expect(emailLack(delivery)).toBe('complete');
    expect(emailLack(delivery, { now: NOW + 1 })).toBe('overdue');
  });

  it('is told when a person holds it', () => {
    expect(emailLack(aDelivery('HELD'))).toBe('held');
  });

  it('is missed when it was skipped for the reason that is asked about, and for no other', () => {
    const skipped = aDelivery('SKIPPED', { reason: 'unverified' });
    expect(emailLack(skipped)).toBe('complete');
    expect(emailLack(skipped, { skipped: 'unverified' })).toBe('skipped');
    expect(emailLack(skipped, { skipped: 'no-address' })).toBe('complete');
  });
});

describe('the record', () => {
  const recordLack = (record: FoundRecord, question: Partial<Question> = {}) => {
    const found = look({ delivery: SENT, record }, { question });
    return found.kind === 'missed' ? found.user.record : found.kind;
  };
  const withSource = (status: 'ok' | 'pending' | 'failed'): FoundRecord => ({
    sources: { loyalty: { ...NO_BUDGET_SPENT, status } },
  });

  it('is missed where there is none though the email was sent', () => {
    expect(recordLack(undefined)).toBe('no-record');
  });

  it.each([
    ['failed', 'source'],
    ['ok', 'complete'],
    ['pending', 'complete'],
  ] as const)('whose source is %s is %s, for whoever asks about it', (status, found) => {
    expect(recordLack(withSource(status))).toBe('complete');
    expect(recordLack(withSource(status), { source: 'loyalty' })).toBe(found);
  });

  it('lacks a source that was declared after it was made', () => {
    expect(recordLack(RECORD, { source: 'loyalty' })).toBe('source');
  });
});

describe('whoever was forgotten', () => {
  it.each([
    ['the record', { record: 'deleted' as const }],
    ['the delivery', { delivery: aDelivery('SKIPPED', { reason: 'user-deleted' }) }],
    ['a delivery that was sent', { delivery: aDelivery('SENT', { forgottenAt: NOW }) }],
  ])('lacks nothing, by %s', (_, held) => {
    expect(look(held, { question: { skipped: 'user-deleted', source: 'crm' } }).kind).toBe('complete');
  });
});

describe('any user in any state', () => {
  const time = fc.integer({ min: NOW - 30 * HOUR, max: NOW });
  const delivery = fc.option(
    fc.record({
      state: fc.constantFrom('SENDING', 'RETRY', 'UNCERTAIN', 'HELD', 'SKIPPED', 'SENT'),
      reason: fc.constantFrom('unverified', 'user-deleted', 'throttled'),
      dueAt: time,
      leaseUntil: time,
      uncertainSince: time,
    }),
    { nil: undefined },
  );
  const anything = fc.record({
    user: fc.record({
      status: fc.constantFrom('CONFIRMED', 'UNCONFIRMED', 'FORCE_CHANGE_PASSWORD', 'EXTERNAL_PROVIDER'),
      enabled: fc.boolean(),
      createdAt: time,
      modifiedAt: time,
    }),
    delivery,
    record: fc.constantFrom<FoundRecord>(undefined, 'deleted', RECORD),
    failedAt: fc.option(time, { nil: undefined }),
  });

  it('is one kind, and missed only if confirmed, quiet for an hour, since go-live, not forgotten, and lacking something', () => {
    fc.assert(
      fc.property(anything, ({ user, delivery: seen, record, failedAt }) => {
        const failures = new Map(failedAt === undefined ? [] : [[SUB, failedAt]]);
        const held = { delivery: seen && aDelivery(seen.state, seen), record };
        const question = aQuestion({ failures, skipped: 'unverified' });
        const found = lookAtUser(aPoolUser(user), held, question);
        expect(FOUND_KINDS).toContain(found.kind);
        if (found.kind !== 'missed') return;
        expect(user.enabled && user.status !== 'UNCONFIRMED').toBe(true);
        expect(NOW - user.modifiedAt).toBeGreaterThanOrEqual(HOUR);
        expect(Math.max(user.createdAt, failedAt ?? 0)).toBeGreaterThanOrEqual(question.goLive);
        expect([record, seen?.state === 'SKIPPED' && seen.reason]).not.toContainEqual('deleted');
        expect(found.user.email !== undefined || found.user.record !== undefined).toBe(true);
        expect(found.user.email === undefined || seen?.state !== 'SENT').toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
