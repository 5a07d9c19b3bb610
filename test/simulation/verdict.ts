import type { Delivery } from '@postconfirm/ledger';
import { enrichmentViolations } from './enrichment-verdict.ts';
import type { FaultKind, Operation } from './faults.ts';
import { LATEST_EFFECT_MS } from './network.ts';
import type { Person } from './person.ts';
import type { Accepted } from './ses.ts';
import { COGNITO_TRIES } from './settings.ts';
import type { Town, TownPlan } from './town.ts';

/**
 * Where a user ended. `missing`: only reconciliation finds them, for SQS never had their confirmation. `stale`: a person
 * replayed their message after more than three days, which mails nobody unless that is asked for.
 */
export type End = 'accepted' | 'skipped' | 'held' | 'dead-lettered' | 'stale' | 'missing' | 'lost';

export type Verdict = {
  sub: string;
  end: End;
  emails: number;
  /** Emails too many that the promise names, and such that it does not. */
  explained: number;
  unexplained: number;
  /** Emails too many that a person asked for, not knowing of the first. */
  wished: number;
  /** What must not be, one sentence each. */
  violations: readonly string[];
};

/** What a judge must know of the town of somebody who is owed an email, or not. */
export type Judged = { plan: Pick<TownPlan, 'policy'> } & Pick<
  Town,
  | 'emails'
  | 'deliveries'
  | 'deadLetters'
  | 'enqueued'
  | 'enqueueFailed'
  | 'stale'
  | 'skipped'
  | 'addressGone'
  | 'abandoned'
  | 'injected'
  | 'resentByOperator'
>;

/** Holds what became of a user against what the system promises; see docs/guarantee.md. */
export function judge(town: Town, person: Person): Verdict {
  const verdict = judgeEmail(town, person);
  return { ...verdict, violations: [...verdict.violations, ...enrichmentViolations(town, person)] };
}

/** What became of a user's email alone. */
export function judgeEmail(town: Judged, person: Person): Verdict {
  const { sub } = person;
  const emails = town.emails.filter((email) => email.sub === sub);
  const delivery = town.deliveries.get(sub);
  const end = endOf(town, person, delivery);
  const copies = copiesOf(town, emails);
  const violations = [
    ...(end === 'lost' ? [`${sub} is lost in state ${delivery?.state ?? 'none'}`] : []),
    ...(copies.unexplained > 0 ? [`${sub} got ${emails.length} emails without a reason that the promise names`] : []),
    ...tooMany(town, sub, emails),
    ...wrongEnd(town, person, { delivery, emails }),
  ];
  return { sub, end, emails: emails.length, ...copies, violations };
}

/** The same for a worker that keeps no ledger: what reached its users, without any promise to hold it against. */
export function judgeBaseline(town: Judged, { sub }: Person): Verdict {
  const emails = town.emails.filter((email) => email.sub === sub).length;
  const copies = { explained: 0, unexplained: Math.max(0, emails - 1), wished: 0 };
  const unsent = hasDeadLetter(town, sub) ? 'dead-lettered' : town.enqueued.has(sub) ? 'lost' : 'missing';
  const end: End = emails > 0 ? 'accepted' : town.skipped.has(sub) ? 'skipped' : unsent;
  return { sub, end, emails, ...copies, violations: [] };
}

/** What must hold of the whole town. */
export function townViolations({ lanes, complaints }: Pick<Town, 'lanes' | 'complaints'>): string[] {
  const unbalanced = lanes.flatMap(({ queue, deadLetters }) =>
    [queue, deadLetters].flatMap(({ name, size, tally }) => {
      const out = tally.deleted + tally.redriven + tally.expired;
      if (tally.expired > 0) return [`${tally.expired} messages of ${name} outlived their retention`];
      return tally.sent === out + size ? [] : [`${name}: ${tally.sent} in, ${out} out, ${size} left`];
    }),
  );
  return [...complaints, ...unbalanced];
}

function endOf(town: Judged, { sub }: Person, delivery: Delivery | undefined): End {
  switch (delivery?.state) {
    case 'SENT':
      return 'accepted';
    case 'SKIPPED':
      return 'skipped';
    case 'HELD':
      return hasDeadLetter(town, sub) ? 'held' : 'lost';
    case undefined:
      if (hasDeadLetter(town, sub)) return 'dead-lettered';
      return town.enqueued.has(sub) ? 'lost' : 'missing';
    default:
      if (hasDeadLetter(town, sub)) return 'dead-lettered';
      return town.stale.has(sub) ? 'stale' : 'lost';
  }
}

const hasDeadLetter = ({ deadLetters }: Judged, sub: string) =>
  ['confirmations', 'email'].some((queue) => deadLetters.get(queue)?.includes(sub));

type Copies = Pick<Verdict, 'explained' | 'unexplained' | 'wished'>;

/**
 * Every email after the first is explained by what befell the one before it, or one of them was wished by a person. Under
 * the policy `hold` nothing explains it but the wish.
 */
function copiesOf(town: Judged, emails: readonly Accepted[]): Copies {
  const { plan, resentByOperator } = town;
  const extra = emails.slice(1);
  const explained =
    plan.policy === 'hold'
      ? 0
      : extra.filter((email, index) => isExplained(town, emails[index] as Accepted, email)).length;
  const rest = extra.length - explained;
  const wished = Math.min(rest, resentByOperator.has(emails[0]?.sub ?? '') ? 1 : 0);
  return { explained, unexplained: rest - wished, wished };
}

/** What is promised, in figures of its own: whoever changes a setting changes no promise. */
const PROMISED_WINDOW_MS = 900_000;
const PROMISED_STANDSTILL_MS = 970_000;
/** A send may reach SES so long after its doubt began, and the clocks of two processes differ by twice 5 s. */
const DOUBT_BEFORE_EMAIL_MS = LATEST_EFFECT_MS + 10_000;

/** The promise: a second email only after a doubt that no event answered within the window, or a long standstill. */
function isExplained(town: Judged, first: Accepted, second: Accepted): boolean {
  if (Math.max(standstill(first), standstill(second)) >= PROMISED_STANDSTILL_MS) return true;
  if (!isDoubtful(town, first.sub)) return false;
  if (first.recordedAt !== undefined && first.recordedAt < second.at) return false;
  if (second.at < first.at + PROMISED_WINDOW_MS - DOUBT_BEFORE_EMAIL_MS) return false;
  return first.events.every(({ lost, troubled, appliedAt }) => {
    if (lost) return true;
    return troubled && (appliedAt === undefined || appliedAt >= second.at);
  });
}

/** How long the sender stood still between its last look at the clock and SES. */
const standstill = ({ by: { process, frozenBefore } }: Accepted) => process.frozenMs - frozenBefore;

function tooMany({ plan, resentByOperator }: Judged, sub: string, emails: readonly Accepted[]): string[] {
  const most = (plan.policy === 'hold' ? 1 : 2) + (resentByOperator.has(sub) ? 1 : 0);
  if (emails.length <= most) return [];
  return [`${sub} got ${emails.length} emails under policy ${plan.policy}`];
}

function wrongEnd(
  town: Judged,
  { sub, owed }: Person,
  { delivery, emails }: { delivery: Delivery | undefined; emails: readonly Accepted[] },
): string[] {
  if (delivery?.state === 'SENT' && emails.length === 0 && delivery.reason !== 'operator') {
    return [`${sub} is SENT, but SES has no email`];
  }
  if (delivery?.state === 'HELD' && !isDoubtful(town, sub)) return [`${sub} is held though no send ended in doubt`];
  if (owed !== 'email' && emails.length > 0) return [`${sub} was mailed in spite of ${owed}`];
  if (delivery?.state === 'SKIPPED' && owed === 'email' && !mayBeSkipped(town, sub, delivery)) {
    return [`${sub} was skipped for ${delivery.reason}`];
  }
  if (delivery === undefined && !town.enqueued.has(sub) && !wasSaid(town, sub)) return [`${sub} was lost in silence`];
  return [];
}

const mayBeSkipped = ({ addressGone }: Judged, sub: string, { reason }: Delivery) =>
  reason === 'user-deleted' || (reason === 'no-address' && addressGone.has(sub));

/** A fault that leaves open whether an email left, or keeps that from the table: nothing is held or sent again without one. */
const isDoubtful = ({ injected, abandoned }: Judged, sub: string) =>
  abandoned.has(sub) ||
  injected.some(({ kind, operation, subs }) => subs.includes(sub) && leavesDoubt(kind, operation));

const leavesDoubt = (kind: FaultKind, operation?: Operation): boolean =>
  (operation === 'ses.send' && kind !== 'refuse' && kind !== 'throttle') ||
  // The client itself mends a lost answer of the table, and a late copy changes nothing.
  (operation === 'dynamodb.write' && kind !== 'lost-reply' && kind !== 'late-copy');

/** The log says so, or every process that Cognito called ended before it could. */
const wasSaid = ({ enqueueFailed, injected }: Judged, sub: string) =>
  enqueueFailed.has(sub) ||
  injected.filter(
    ({ kind, operation, subs }) => kind === 'crash-before' && operation === 'sqs.send' && subs.includes(sub),
  ).length >= COGNITO_TRIES;
