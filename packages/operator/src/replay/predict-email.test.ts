import type { Message } from '@postconfirm/contract';
import { type Delivery, NO_BUDGET_SPENT } from '@postconfirm/ledger';
import { describe, expect, it } from 'vitest';
import { copyContent } from './copy-body.ts';
import { aMessage, NOW, TIME } from './dead-letter.builder.ts';
import { predictEmail } from './predict-email.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

const RULES = {
  email: {
    product: { name: 'Acme', url: 'https://app.acme.io' },
    unverifiedAddresses: 'skip',
    reservedDomains: 'skip',
  },
  delivery: {
    leaseMs: 90_000,
    windowMs: 15 * MINUTE,
    gapMs: 5 * MINUTE,
    recheckMs: 10 * MINUTE,
    doubtCapMs: 4 * HOUR,
    staleAfterMs: 72 * HOUR,
    accountWaitMs: HOUR,
    maxAttempts: 8,
    policy: 'resend',
  },
} as const;

const MADE = Date.parse(TIME);
const marks = (replays: number, requestedAt = MADE) => ({ replays, requestedAt });

const delivery = (state: Delivery['state'], more: Partial<Delivery> = {}): Delivery => ({
  state,
  version: 3,
  createdAt: MADE,
  attempt: 1,
  budget: { ...NO_BUDGET_SPENT, attempts: 1 },
  resent: false,
  ...more,
});

const FLOWING = { lastSeen: NOW, flowingSince: MADE };

type Situation = { is?: Delivery; flow?: typeof FLOWING | undefined; hold?: true; evenIfStale?: boolean };

/** What a plan says of the dead letter of this message. */
function foresee(message: Message, { is, flow = FLOWING, hold, evenIfStale = false }: Situation = {}) {
  const copy = copyContent({ kind: 'message', message }, { evenIfStale });
  if (copy.kind !== 'message') throw new Error('A copy of a message is one.');
  const delivery = hold ? { ...RULES.delivery, policy: 'hold' as const } : RULES.delivery;
  return predictEmail(copy.message, { delivery: is, flow, now: NOW }, { ...RULES, delivery });
}

const doubt = (since: number, more: Partial<Delivery> = {}) =>
  delivery('UNCERTAIN', { uncertainSince: since, ...more });

describe('a dead letter whose email', () => {
  it.each<[string, Situation, ReturnType<typeof foresee>]>([
    ['was never tried', {}, { kind: 'would-send', detail: 'attempt 1' }],
    ['was refused', { is: delivery('RETRY') }, { kind: 'would-send', detail: 'attempt 2' }],
    [
      'was refused through all attempts',
      { is: delivery('RETRY', { attempt: 8, budget: { attempts: 8, ...marks(0) } }) },
      { kind: 'would-send', detail: 'attempt 9' },
    ],
    [
      'was refused through all attempts of a later replay',
      { is: delivery('RETRY', { budget: { attempts: 8, ...marks(1) } }) },
      { kind: 'attempts' },
    ],
    [
      'is being sent',
      { is: delivery('SENDING', { leaseUntil: NOW + MINUTE }) },
      { kind: 'in-doubt', detail: 'claimed until 2026-03-10T12:01:00.000Z' },
    ],
    [
      'may have left a minute ago',
      { is: doubt(NOW - MINUTE) },
      { kind: 'in-doubt', detail: 'uncertain until 2026-03-10T12:14:00.000Z' },
    ],
    ['may have left, and events say nothing', { is: doubt(NOW - HOUR) }, { kind: 'would-resend', detail: 'attempt 2' }],
    ['the same, under the policy hold', { is: doubt(NOW - HOUR), hold: true }, { kind: 'would-hold' }],
    ['the same, after the one re-send', { is: doubt(NOW - HOUR, { resent: true }) }, { kind: 'would-hold' }],
    [
      'may have left five hours ago, and no event flows',
      { is: doubt(NOW - 5 * HOUR), flow: undefined },
      { kind: 'would-resend', detail: 'attempt 2' },
    ],
    ['is held', { is: delivery('HELD', { uncertainSince: MADE }) }, { kind: 'held' }],
    [
      'was skipped, and is not any more',
      { is: delivery('SKIPPED', { reason: 'no-address' }) },
      { kind: 'would-send', detail: 'attempt 2' },
    ],
    ['is of a forgotten user', { is: delivery('SKIPPED', { reason: 'user-deleted' }) }, { kind: 'user-deleted' }],
    [
      'was sent',
      { is: delivery('SENT', { sentAt: NOW - HOUR }) },
      { kind: 'already-sent', detail: '2026-03-10T11:00:00.000Z' },
    ],
  ])('%s', (_, situation, expected) => {
    expect(foresee(aMessage(), situation)).toEqual(expected);
  });

  it('was in doubt until the cap without events is held', () => {
    const old = { is: doubt(NOW - 5 * HOUR), flow: { lastSeen: NOW - 6 * HOUR, flowingSince: NOW - 7 * HOUR } };
    expect(foresee(aMessage(), old)).toEqual({ kind: 'would-hold' });
  });
});

describe('a dead letter that', () => {
  const old = { time: new Date(NOW - 80 * HOUR).toISOString() };

  it.each<[string, Message, Situation, ReturnType<typeof foresee>]>([
    ['names no address', aMessage({ data: { email: undefined } }), {}, { kind: 'would-skip', detail: 'no-address' }],
    [
      'names an unverified one',
      aMessage({ data: { emailVerified: false } }),
      {},
      { kind: 'would-skip', detail: 'unverified' },
    ],
    ['is too old', aMessage(old), {}, { kind: 'stale' }],
    [
      'is too old, and wanted all the same',
      aMessage(old),
      { evenIfStale: true },
      { kind: 'would-send', detail: 'attempt 1' },
    ],
    ['was wanted so by an earlier replay alone', aMessage({ ...old, evenifstale: true }), {}, { kind: 'stale' }],
    ['is too old for an email that was sent', aMessage(old), { is: delivery('SENT') }, { kind: 'already-sent' }],
    ['is a probe', aMessage({ data: { cause: 'probe' } }), {}, { kind: 'no-effect' }],
  ])('%s', (_, message, situation, expected) => {
    expect(foresee(message, situation)).toEqual(expected);
  });
});

describe('the first replay of a reconciled message', () => {
  const reconciled = (time: string) => aMessage({ time, data: { cause: 'reconciled' } });
  const spent = (replays: number) => ({ is: delivery('RETRY', { budget: { attempts: 8, ...marks(replays) } }) });

  it('brings no fresh attempts when an older message of the user was replayed more often', () => {
    expect(foresee(reconciled(TIME), spent(3))).toEqual({ kind: 'attempts' });
    expect(foresee(reconciled(TIME), spent(1))).toEqual({ kind: 'attempts' });
  });

  it('brings them when it was made later than whatever spent them, or is replayed more often', () => {
    expect(foresee(reconciled('2026-03-10T11:00:00.000Z'), spent(3))).toMatchObject({ kind: 'would-send' });
    expect(foresee(reconciled(TIME), spent(0))).toMatchObject({ kind: 'would-send' });
  });
});
