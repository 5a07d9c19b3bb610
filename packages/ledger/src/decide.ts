import type { SkipReason } from '@postconfirm/contract';
import { type Budget, budgetFor, NO_BUDGET_SPENT, type RequestMarks } from './budget.ts';
import type { Delivery, Seen } from './delivery.ts';
import type { EventFlow } from './event-flow.ts';

/** Where a delivery stands, seen at one moment. */
export type Situation =
  | 'none'
  | 'retry'
  | 'sending'
  | 'doubt-open'
  | 'doubt-settled'
  | 'doubt-overdue'
  | 'held'
  | 'skipped'
  | 'user-deleted'
  | 'sent';

/** How a message came: for the first time, or again by replay or reconciliation. */
export type Entry = 'live' | 'again';

type MessageRule =
  | 'go'
  | 'wait-for-lease'
  | 'wait-for-events'
  | 'resolve'
  | 'hold'
  | 'still-held'
  | 'done'
  | 'duplicate';
/** `sent`: it is SENT now. `noted`: it was. `unknown`: no record is made of it. */
type EventRule = 'sent' | 'noted' | 'unknown';
/** `settle`: SENT on a person's word. `reopen`: RETRY on a person's word. */
type SettleRule = 'settle' | 'refuse';
type ResendRule = 'reopen' | 'refuse';
/** `delete`: SKIPPED for `user-deleted`. `mark`: stays SENT, with a mark. */
type ForgetRule = 'delete' | 'mark' | 'nothing';

type Rules = {
  live: MessageRule;
  again: MessageRule;
  event: EventRule;
  sent: SettleRule;
  resend: ResendRule;
  forget: ForgetRule;
};

const REFUSED = { sent: 'refuse', resend: 'refuse' } as const;
const DOUBTED = { event: 'sent', sent: 'settle', resend: 'refuse', forget: 'delete' } as const;
const BOTH = <R extends MessageRule>(rule: R) => ({ live: rule, again: rule });

/**
 * The delivery protocol: what a message, an event of SES, a person's word and the wish to be forgotten do in every
 * situation. Workers, operator and simulation all read this one table; docs/delivery.md shows it.
 */
export const PROTOCOL: Record<Situation, Rules> = {
  none: { ...BOTH('go'), event: 'unknown', ...REFUSED, forget: 'delete' },
  retry: { ...BOTH('go'), event: 'sent', ...REFUSED, forget: 'delete' },
  sending: { ...BOTH('wait-for-lease'), event: 'sent', ...REFUSED, forget: 'delete' },
  'doubt-open': { ...BOTH('wait-for-events'), ...DOUBTED },
  'doubt-settled': { ...BOTH('resolve'), ...DOUBTED },
  'doubt-overdue': { ...BOTH('hold'), ...DOUBTED },
  held: { ...BOTH('still-held'), ...DOUBTED, resend: 'reopen' },
  skipped: { live: 'done', again: 'go', event: 'sent', ...REFUSED, forget: 'delete' },
  'user-deleted': { ...BOTH('done'), event: 'sent', ...REFUSED, forget: 'nothing' },
  sent: { ...BOTH('duplicate'), event: 'noted', ...REFUSED, forget: 'mark' },
};

/** Times in milliseconds. Sources of the numbers: docs/delivery.md. */
export type DeliveryRules = {
  leaseMs: number;
  /** Silence of SES's events that counts as an answer, while events flow. */
  windowMs: number;
  /** The longest silence of a stream of events that flows. */
  gapMs: number;
  recheckMs: number;
  /** Longest doubt before a person is asked. */
  doubtCapMs: number;
  staleAfterMs: number;
  /** Between two tries while SES refuses the whole account. */
  accountWaitMs: number;
  maxAttempts: number;
  policy: 'resend' | 'hold';
};

/** What a message brings to the decision. */
export type Facts = {
  now: number;
  entry: Entry;
  /** Why no email may be sent by this message, if so. */
  skip: SkipReason | undefined;
  /** Age of the confirmation in milliseconds. */
  ageMs: number;
  /** The operator who replayed it wants the email however old it is. */
  evenIfStale?: boolean;
  /** A replay or reconciliation with a mark higher than all before it brings a fresh budget of attempts. */
  marks: RequestMarks;
  flow: EventFlow;
};

export type Decision =
  | { do: 'claim'; attempt: number; budget: Budget; resent: boolean }
  | { do: 'skip'; reason: SkipReason }
  | { do: 'wait'; until: number; reason: 'claimed' | 'uncertain' }
  | { do: 'hold'; since: number }
  | { do: 'stop'; because: 'still-held' | 'attempts' | 'stale' | 'done' | 'duplicate' };

/** Total and pure: one decision for every delivery, message and moment. */
export function decide(seen: Seen, facts: Facts, rules: DeliveryRules): Decision {
  const rule = PROTOCOL[situationOf(seen, facts, rules)][facts.entry];
  switch (rule) {
    case 'go':
      return go(seen, facts, rules);
    case 'wait-for-lease':
      // Stryker disable next-line OptionalChaining: without a record the table says `go`; only the compiler can't know.
      return { do: 'wait', until: seen?.leaseUntil ?? facts.now, reason: 'claimed' };
    case 'wait-for-events':
      return { do: 'wait', until: nextLook(seen, facts, rules), reason: 'uncertain' };
    case 'resolve':
      return mayResend(seen, facts, rules) ? claim(seen, facts, true) : { do: 'hold', since: doubtSince(seen) };
    case 'hold':
      return { do: 'hold', since: doubtSince(seen) };
    default:
      return { do: 'stop', because: rule };
  }
}

export function situationOf(seen: Seen, facts: Pick<Facts, 'now' | 'flow'>, rules: DeliveryRules): Situation {
  switch (seen?.state) {
    case undefined:
      return 'none';
    case 'RETRY':
      return 'retry';
    case 'HELD':
      return 'held';
    case 'SENT':
      return 'sent';
    case 'SKIPPED':
      return seen.reason === 'user-deleted' ? 'user-deleted' : 'skipped';
    case 'SENDING':
      return facts.now < (seen.leaseUntil ?? 0) ? 'sending' : doubtOf(seen, facts, rules);
    case 'UNCERTAIN':
      return doubtOf(seen, facts, rules);
  }
}

function doubtOf(seen: Delivery, { now, flow }: Pick<Facts, 'now' | 'flow'>, rules: DeliveryRules): Situation {
  const since = doubtSince(seen);
  if (flow !== undefined && isAnswered(since, { now, flow }, rules)) return 'doubt-settled';
  return now >= since + rules.doubtCapMs ? 'doubt-overdue' : 'doubt-open';
}

/**
 * Silence answers a doubt only if events flowed through the whole window: from when both the doubt and the stream had
 * begun, to its end or so little before it that no gap fits in between. A stream that shows itself once and stops again
 * answers nothing (docs/adr/0012).
 */
function isAnswered(
  since: number,
  { now, flow }: { now: number; flow: NonNullable<EventFlow> },
  { windowMs, gapMs }: DeliveryRules,
): boolean {
  const windowEnd = Math.max(since, flow.flowingSince) + windowMs;
  return now >= windowEnd && flow.lastSeen >= windowEnd - gapMs;
}

/** A lease that ran out is a doubt from its end on. */
// Stryker disable next-line OptionalChaining: no doubt is without a record; only the compiler can't know.
const doubtSince = (seen: Seen): number => seen?.uncertainSince ?? seen?.leaseUntil ?? 0;

/** First when the window closes, then at every recheck, and at the cap in any case. */
function nextLook(seen: Seen, { now }: Facts, rules: DeliveryRules): number {
  const since = doubtSince(seen);
  const windowEnd = since + rules.windowMs;
  const next = now < windowEnd ? windowEnd : now + rules.recheckMs;
  return Math.min(next, since + rules.doubtCapMs);
}

const mayResend = (seen: Seen, facts: Facts, rules: DeliveryRules) =>
  // Stryker disable next-line OptionalChaining: no doubt is without a record; only the compiler can't know.
  rules.policy === 'resend' && !seen?.resent && facts.skip === undefined;

function go(seen: Seen, facts: Facts, rules: DeliveryRules): Decision {
  if (facts.skip !== undefined) return { do: 'skip', reason: facts.skip };
  if (isStale(facts, rules)) return { do: 'stop', because: 'stale' };
  if (budgetOf(seen, facts).attempts >= rules.maxAttempts) return { do: 'stop', because: 'attempts' };
  return claim(seen, facts, seen?.resent ?? false);
}

const isStale = ({ entry, ageMs, evenIfStale = false }: Facts, { staleAfterMs }: DeliveryRules) =>
  entry === 'again' && ageMs > staleAfterMs && !evenIfStale;

function claim(seen: Seen, facts: Facts, resent: boolean): Decision {
  const budget = budgetOf(seen, facts);
  const spent = { ...budget, attempts: budget.attempts + 1 };
  return { do: 'claim', attempt: (seen?.attempt ?? 0) + 1, budget: spent, resent };
}

/** A live message finds the budget as the record has it: however late it comes, or however often, it renews nothing. */
function budgetOf(seen: Seen, { entry, marks }: Facts): Budget {
  if (seen !== undefined && entry === 'live') return seen.budget;
  return budgetFor(seen?.budget ?? NO_BUDGET_SPENT, marks);
}
