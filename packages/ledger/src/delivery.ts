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

/** What SES publishes of an email. Each of them, of whatever type, proves that SES had accepted it. */
export const SES_EVENT_TYPES = [
  'Send',
  'Delivery',
  'Bounce',
  'Complaint',
  'Reject',
  'DeliveryDelay',
  'RenderingFailure',
] as const;

export type SesEventType = (typeof SES_EVENT_TYPES)[number];

/**
 * - `recorded`: the delivery is SENT. `second-copy`: it is, and SES's message id is another than the recorded one, which
 *   is said the first time only.
 * - `unknown`: there is no such delivery, and none was made.
 */
export type EventRecorded = 'recorded' | 'second-copy' | 'unknown';

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
  /** When SES first said what of it. */
  events?: Partial<Record<SesEventType, number>>;
  /** SES's message ids of further copies: each is an email too many. */
  otherMessageIds?: readonly string[];
  /** When the user was forgotten, if that was after the email was sent. */
  forgottenAt?: number;
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
  /** A fact too: SENT from whatever state, but never a new record. Events may come twice and in any order. */
  recordEvent: (
    key: DeliveryKey,
    event: { type: SesEventType; messageId: string; now: number },
  ) => Promise<EventRecorded>;
  /** SENT on a person's word. */
  settle: (key: DeliveryKey, seen: Delivery, to: { now: number }) => Promise<boolean>;
  /** HELD goes back to RETRY on a person's word; the next message may claim it. */
  reopen: (key: DeliveryKey, seen: Delivery, to: { now: number }) => Promise<boolean>;
  /** No later message mails this user: SKIPPED for `user-deleted`; what is SENT stays so and is marked. */
  forget: (key: DeliveryKey, seen: Seen, to: { now: number }) => Promise<boolean>;
};
