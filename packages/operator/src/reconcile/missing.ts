import type { Delivery, FoundRecord } from '@postconfirm/ledger';
import type { PoolUser } from '../stage/pool-user.ts';

/**
 * Why a user has no welcome email that is known to be sent.
 * - `no-delivery`: nothing was ever tried. `overdue`: something was, and nothing moves it on any more.
 * - `held`: a person decides. `skipped`: for the reason that was asked about.
 * - `dead-lettered`: one of the first two, but a dead letter of the user waits to be replayed.
 */
export type EmailLack = 'no-delivery' | 'overdue' | 'held' | 'skipped' | 'dead-lettered';

/** The same of the user's record. `source`: it lacks the data of the source that was asked about. */
export type RecordLack = 'no-record' | 'source' | 'dead-lettered';

/** A user of the pool who lacks something. By sub alone: this is kept in files and shown. */
export type MissedUser = {
  sub: string;
  /** Epoch milliseconds, as far as it is known: of the line that tells of it, else when the account was made. */
  confirmedAt: number;
  /** Whether an ENQUEUE_FAILED line says that the trigger ran for this user, in vain. */
  logged: boolean;
  email?: EmailLack;
  record?: RecordLack;
};

/** What the table holds of a user: the welcome's delivery, and the record. */
export type UserState = { delivery: Delivery | undefined; record: FoundRecord };

/**
 * What a look at a user can find. `too-recent`: something happened within the grace. `before-go-live`: of a time that the table
 * knows nothing of.
 */
export const FOUND_KINDS = ['not-confirmed', 'disabled', 'too-recent', 'before-go-live', 'complete', 'missed'] as const;

export type Found = { kind: Exclude<(typeof FOUND_KINDS)[number], 'missed'> } | { kind: 'missed'; user: MissedUser };

/** What is asked about everybody. Times in epoch milliseconds. */
export type Question = {
  now: number;
  /** How long whatever happens to a user is left to happen. */
  graceMs: number;
  /** The longest doubt of an email (the protocol's own). */
  doubtCapMs: number;
  /** Whoever was made before is nobody's business: the table knows nothing of that time. */
  goLive: number;
  /** When the trigger failed for a user, by sub. */
  failures: ReadonlyMap<string, number>;
  /** The reason for which skipped emails are missed too. */
  skipped?: string;
  /** The source whose data is missed too. */
  source?: string;
};

/** Cognito fires no trigger for those whom an administrator made or imported: they are users all the same. */
const CONFIRMED: readonly string[] = ['CONFIRMED', 'EXTERNAL_PROVIDER', 'FORCE_CHANGE_PASSWORD', 'RESET_REQUIRED'];

/** Whether somebody who is to be welcomed stands behind an account. */
export const isUser = ({ status, enabled }: Pick<PoolUser, 'status' | 'enabled'>): boolean =>
  enabled && CONFIRMED.includes(status);

/** Pure and total: what a user of the pool lacks, by what the table holds of them. */
export function lookAtUser(user: PoolUser, state: UserState, question: Question): Found {
  if (!CONFIRMED.includes(user.status)) return { kind: 'not-confirmed' };
  if (!user.enabled) return { kind: 'disabled' };
  if (question.now - user.modifiedAt < question.graceMs) return { kind: 'too-recent' };
  const failedAt = question.failures.get(user.sub);
  const logged = failedAt !== undefined && failedAt >= question.goLive;
  if (user.createdAt < question.goLive && !logged) return { kind: 'before-go-live' };
  if (isForgotten(state)) return { kind: 'complete' };
  const email = emailLack(state.delivery, question);
  const record = recordLack(state.record, question);
  if (email === undefined && record === undefined) return { kind: 'complete' };
  const confirmedAt = logged ? failedAt : user.createdAt;
  const lacks = { ...(email && { email }), ...(record && { record }) };
  return { kind: 'missed', user: { sub: user.sub, confirmedAt, logged, ...lacks } };
}

const isForgotten = ({ delivery, record }: UserState) =>
  record === 'deleted' || delivery?.reason === 'user-deleted' || delivery?.forgottenAt !== undefined;

function emailLack(delivery: Delivery | undefined, question: Question): EmailLack | undefined {
  if (delivery === undefined) return 'no-delivery';
  const { now, graceMs, doubtCapMs, skipped } = question;
  switch (delivery.state) {
    case 'SENT':
      return undefined;
    case 'HELD':
      return 'held';
    case 'SKIPPED':
      return delivery.reason === skipped ? 'skipped' : undefined;
    default:
      return now > dueAt(delivery, doubtCapMs) + graceMs ? 'overdue' : undefined;
  }
}

/** When at last somebody should have moved a delivery on: a doubt may last until its cap. */
function dueAt({ state, leaseUntil = 0, uncertainSince = 0, dueAt: due = 0 }: Delivery, doubtCapMs: number): number {
  if (state === 'SENDING') return leaseUntil + doubtCapMs;
  return state === 'UNCERTAIN' ? uncertainSince + doubtCapMs : due;
}

function recordLack(record: FoundRecord, { source }: Question): RecordLack | undefined {
  if (record === undefined || record === 'deleted') return 'no-record';
  if (source === undefined) return undefined;
  const status = record.sources[source]?.status ?? 'failed';
  return status === 'failed' ? 'source' : undefined;
}
