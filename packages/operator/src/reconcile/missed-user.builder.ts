import type { Delivery, DeliveryState } from '@postconfirm/ledger';
import type { PoolUser } from '../stage/pool-user.ts';
import type { Question } from './missing.ts';

export const SUB = '7f6c1a52-4b0e-4c53-9a68-0d6f0f5b1c11';
export const POOL = 'eu-central-1_aBcDeFgHi';
export const NOW = Date.UTC(2026, 10, 22, 12);
export const HOUR = 3_600_000;

/** Confirmed two hours ago, and untouched since. */
export const aPoolUser = (over: Partial<PoolUser> = {}): PoolUser => ({
  sub: SUB,
  userName: SUB,
  status: 'CONFIRMED',
  enabled: true,
  createdAt: NOW - 2 * HOUR,
  modifiedAt: NOW - 2 * HOUR,
  attributes: { sub: SUB, email: 'ann@example.com', email_verified: 'true' },
  ...over,
});

export const aDelivery = (state: DeliveryState, over: Partial<Delivery> = {}): Delivery => ({
  state,
  version: 1,
  createdAt: NOW - 2 * HOUR,
  attempt: 1,
  budget: { attempts: 1, replays: 0, requestedAt: 0 },
  resent: false,
  ...over,
});

/** The system went live a day ago. */
export const aQuestion = (over: Partial<Question> = {}): Question => ({
  now: NOW,
  graceMs: HOUR,
  doubtCapMs: 4 * HOUR,
  goLive: NOW - 24 * HOUR,
  failures: new Map(),
  ...over,
});
