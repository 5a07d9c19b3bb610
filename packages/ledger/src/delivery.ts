import type { Budget } from './budget.ts';

/**
 * - `SENDING`: claimed by one receive until `leaseUntil`.
 * - `RETRY`: definitely not accepted by SES so far.
 * - `UNCERTAIN`: SES may or may not have accepted it, since `uncertainSince`.
 * - `HELD`: still uncertain, and given to a person.
 * - `SKIPPED`: no email, for `reason`.
 * - `SENT`: SES accepted it. Never left.
 */
export const DELIVERY_STATES = ['SENDING', 'RETRY', 'UNCERTAIN', 'HELD', 'SKIPPED', 'SENT'] as const;

export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** One email to one user, as the ledger holds it. All times in epoch milliseconds. */
export type Delivery = {
  state: DeliveryState;
  /** Grows with every write: a writer that did not see the latest one is refused. */
  version: number;
  createdAt: number;
  /** Number of the latest claim; never reset. */
  attempt: number;
  budget: Budget;
  /** Whether an uncertain send was followed by the one automatic re-send. */
  resent: boolean;
  owner?: string;
  leaseUntil?: number;
  uncertainSince?: number;
  /** When something is expected to move this delivery on; reconciliation looks at what is long past it. */
  dueAt?: number;
  /** SES's message id. */
  messageId?: string;
  /** When the acceptance was first recorded. */
  sentAt?: number;
  reason?: string;
};

/** Which delivery: its user, and the kind of the message that asks for it. */
export type DeliveryKey = { pool: string; sub: string; kind: string };

/** The right to call SES once: valid for its owner, in this attempt, while the state is SENDING. */
export type Claim = Pick<Delivery, 'attempt' | 'budget' | 'resent'> & { owner: string; leaseUntil: number };

/** What was read; undefined while the delivery has no record. */
export type Seen = Delivery | undefined;

/**
 * The ledger. Every write that returns a boolean says whether it applied; `false` means that another writer moved
 * first. A write may be applied and its answer lost: repeating it is always safe.
 */
export type DeliveryStore = {
  /** Strongly consistent. */
  read: (key: DeliveryKey) => Promise<Seen>;
  claim: (key: DeliveryKey, seen: Seen, claim: Claim, now: number) => Promise<boolean>;
  /** Ends a claim that SES definitely did not take. */
  release: (key: DeliveryKey, claim: Claim, to: { budget: Budget; dueAt: number; reason: string }) => Promise<boolean>;
  /** Ends a claim of unknown fate. */
  doubt: (key: DeliveryKey, claim: Claim, to: { since: number; dueAt: number; reason: string }) => Promise<boolean>;
  hold: (key: DeliveryKey, seen: Delivery, to: { since: number }) => Promise<boolean>;
  skip: (key: DeliveryKey, seen: Seen, to: { reason: string; now: number }) => Promise<boolean>;
  /** A fact, not a decision: unconditional. The first message id and its time stay. */
  recordSent: (key: DeliveryKey, sent: { messageId: string; now: number }) => Promise<void>;
};
