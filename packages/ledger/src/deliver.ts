import type { Outcome, SkipReason } from '@postconfirm/contract';
import type { Budget } from './budget.ts';
import { type Decision, type DeliveryRules, decide, type EventFlow, type Facts } from './decide.ts';
import type { Claim, DeliveryKey, DeliveryStore, Seen } from './delivery.ts';

/** What SES made of one call. `rejected` is definite: SES did not and will not send this copy. */
export type SendResult =
  | { kind: 'accepted'; messageId: string }
  | { kind: 'rejected'; class: RejectionClass; reason: string; retryAfterSeconds?: number }
  | { kind: 'ambiguous'; reason: string };

/**
 * - `throttled`: sending too fast; normal.
 * - `account`: SES refuses the account, identity or configuration for now.
 * - `invalid`: SES will never take this email.
 * - `refused`: definitely not accepted, for any other reason.
 */
export type RejectionClass = 'throttled' | 'account' | 'invalid' | 'refused';

/** What a message asks for, decided before the ledger is touched. */
export type Intent<Email> = { kind: 'email'; email: Email } | { kind: 'skip'; reason: SkipReason };

export type DeliveryRequest<Email> = {
  key: DeliveryKey;
  intent: Intent<Email>;
  facts: Pick<Facts, 'entry' | 'marks'> & { confirmedAt: number };
  /** `deadline`: epoch milliseconds at which this process may end. */
  receive: { receiveCount: number; deadline: number };
};

type ReportCode =
  | 'EMAIL_SENT'
  | 'EMAIL_SKIPPED'
  | 'EMAIL_NOT_ACCEPTED'
  | 'EMAIL_UNCERTAIN'
  | 'EMAIL_HELD'
  | 'SES_ACCOUNT_REFUSED';

export type DeliveryPorts<Email> = {
  store: DeliveryStore;
  /** Calls SES once, never again by itself. Never rejects: what it can't tell is `ambiguous`. */
  send: (email: Email, delivery: DeliveryKey & { attempt: number }) => Promise<SendResult>;
  /** Waits for this process's turn to send; false when that comes after `latest` (epoch ms). */
  turn: (latest: number) => Promise<boolean>;
  flow: () => Promise<EventFlow>;
  now: () => number;
  newOwner: () => string;
  backoffSeconds: (receiveCount: number) => number;
  report: (code: ReportCode, fields: { attempt?: number; reason?: string; sesMessageId?: string }) => void;
};

/** Milliseconds one send may take, records included: less left, and it is not begun. */
const SEND_BUDGET_MS = 10_000;

/** A message whose decision is overtaken by another writer this often comes back later. */
const MAX_DECISIONS = 4;

/** Delivers one email at most once, by the decision table: decide, claim, one call, record. */
export const createDeliver =
  <Email>(ports: DeliveryPorts<Email>, rules: DeliveryRules) =>
  async (request: DeliveryRequest<Email>): Promise<Outcome> => {
    const { key, facts, receive } = request;
    // A first receive finds nothing in all but rare cases: the claim's own condition asks, which saves a read.
    let seen: Seen = facts.entry === 'live' && receive.receiveCount === 1 ? undefined : await ports.store.read(key);
    for (let tries = 0; tries < MAX_DECISIONS; tries += 1) {
      const outcome = await act({ ports, rules, request, seen });
      if (outcome !== OVERTAKEN) return outcome;
      seen = await ports.store.read(key);
    }
    return { kind: 'retry', reason: 'contended' };
  };

/** Another writer moved first: nothing was done, decide anew. */
const OVERTAKEN = Symbol('overtaken');

type Step<Email> = {
  ports: DeliveryPorts<Email>;
  rules: DeliveryRules;
  request: DeliveryRequest<Email>;
  seen: Seen;
};

type StepOutcome = Outcome | typeof OVERTAKEN;

async function act<Email>(step: Step<Email>): Promise<StepOutcome> {
  const { ports, rules, request, seen } = step;
  const { intent, facts } = request;
  const decision = decide(
    seen,
    {
      now: ports.now(),
      entry: facts.entry,
      marks: facts.marks,
      skip: intent.kind === 'skip' ? intent.reason : undefined,
      ageMs: ports.now() - facts.confirmedAt,
      flow: await flowIfDoubtful(step),
    },
    rules,
  );
  switch (decision.do) {
    case 'claim':
      return intent.kind === 'email' ? sendOnce(step, intent.email, decision) : { kind: 'done' };
    case 'skip':
      return skip(step, decision.reason);
    case 'hold':
      return hold(step, decision.since);
    case 'wait':
      return { kind: 'retry', afterSeconds: (decision.until - ports.now()) / 1000, reason: decision.reason };
    case 'stop':
      return stop(step, decision.because);
  }
}

/** The stream's state is read only where the table asks for it. */
const flowIfDoubtful = async <Email>({ seen, ports }: Step<Email>): Promise<EventFlow> =>
  seen?.state === 'UNCERTAIN' || seen?.state === 'SENDING' ? ports.flow() : undefined;

function stop<Email>({ ports }: Step<Email>, because: (Decision & { do: 'stop' })['because']): Outcome {
  switch (because) {
    case 'duplicate':
      return { kind: 'duplicate' };
    case 'done':
      return { kind: 'done' };
    case 'stale':
      ports.report('EMAIL_SKIPPED', { reason: 'stale' });
      return { kind: 'done' };
    case 'attempts':
      return { kind: 'dead-letter', reason: 'attempts' };
    case 'still-held':
      return { kind: 'dead-letter', reason: 'uncertain' };
  }
}

async function skip<Email>({ ports, request, seen }: Step<Email>, reason: SkipReason): Promise<StepOutcome> {
  if (!(await ports.store.skip(request.key, seen, { reason, now: ports.now() }))) return OVERTAKEN;
  ports.report('EMAIL_SKIPPED', { reason });
  return { kind: 'done' };
}

/** HELD is written before the dead letter is made: after a crash between the two, the message finds HELD and makes it. */
async function hold<Email>({ ports, request, seen }: Step<Email>, since: number): Promise<StepOutcome> {
  if (seen === undefined || !(await ports.store.hold(request.key, seen, { since }))) return OVERTAKEN;
  ports.report('EMAIL_HELD', { attempt: seen.attempt });
  return { kind: 'dead-letter', reason: 'uncertain' };
}

async function sendOnce<Email>(
  step: Step<Email>,
  email: Email,
  decision: Decision & { do: 'claim' },
): Promise<StepOutcome> {
  const { ports, rules, request } = step;
  const latest = latestSend(step);
  if (!(await ports.turn(latest))) return { kind: 'retry', reason: 'no-turn' };
  const now = ports.now();
  const { attempt, budget, resent } = decision;
  const claim: Claim = { attempt, budget, resent, owner: ports.newOwner(), leaseUntil: now + rules.leaseMs };
  if (!(await take(step, claim, now))) return OVERTAKEN;
  // The claim may have been slow: a send that can't be recorded in time must not begin.
  if (ports.now() > latest) return notAccepted(step, claim, { class: 'throttled', reason: 'no-time' });
  const result = await ports.send(email, { ...request.key, attempt });
  switch (result.kind) {
    case 'accepted':
      // Said before it is written: if the ledger fails now, this line is all that a person has to settle the doubt.
      ports.report('EMAIL_SENT', { attempt, sesMessageId: result.messageId });
      await ports.store.recordSent(request.key, { messageId: result.messageId, now: ports.now() });
      return { kind: 'done' };
    case 'rejected':
      return notAccepted(step, claim, result);
    case 'ambiguous':
      return uncertain(step, claim, result.reason);
  }
}

/** Sending may begin until then (epoch ms). */
const latestSend = <Email>({ request }: Step<Email>) => request.receive.deadline - SEND_BUDGET_MS;

/**
 * Claims; whether it did. When no answer came the claim may stand all the same, and would end HELD though nothing was
 * sent: it is let go. SES is called only after a claim's answer, so no email can have left under this one.
 */
async function take<Email>(step: Step<Email>, claim: Claim, now: number): Promise<boolean> {
  const { ports, request, seen } = step;
  try {
    return await ports.store.claim(request.key, seen, claim, now);
  } catch (error) {
    if (ports.now() <= latestSend(step)) await letGo(step, claim);
    throw error;
  }
}

async function letGo<Email>({ ports, request }: Step<Email>, claim: Claim): Promise<void> {
  const dueAt = ports.now() + ports.backoffSeconds(request.receive.receiveCount) * 1000;
  const toRetry = { budget: givenBack(claim.budget), dueAt, reason: 'claim-unanswered' };
  // A failure of this too is not told: the claim's own error is on its way, and the lease still keeps the email safe.
  await ports.store.release(request.key, claim, toRetry).catch(() => false);
}

type Rejection = { class: RejectionClass; reason: string; retryAfterSeconds?: number };

/** RETRY: what is nobody's fault, a throttle or a paused account, gives the attempt back. */
async function notAccepted<Email>(step: Step<Email>, claim: Claim, rejection: Rejection): Promise<Outcome> {
  const { ports, rules, request } = step;
  const waitSeconds = waitAfter(rejection, rules, ports.backoffSeconds(request.receive.receiveCount));
  const burns = rejection.class === 'refused' || rejection.class === 'invalid';
  await ports.store.release(request.key, claim, {
    budget: burns ? claim.budget : givenBack(claim.budget),
    dueAt: ports.now() + waitSeconds * 1000,
    reason: rejection.reason,
  });
  const code = rejection.class === 'account' ? 'SES_ACCOUNT_REFUSED' : 'EMAIL_NOT_ACCEPTED';
  ports.report(code, { attempt: claim.attempt, reason: rejection.reason });
  if (rejection.class === 'invalid') return { kind: 'dead-letter', reason: 'rejected', detail: rejection.reason };
  return { kind: 'retry', afterSeconds: waitSeconds, reason: rejection.reason };
}

const givenBack = (budget: Budget): Budget => ({ ...budget, attempts: budget.attempts - 1 });

/** Never sooner than the back-off, whatever is asked: only so do a queue's receives outlast 13 days (docs/adr/0004). */
function waitAfter(rejection: Rejection, rules: DeliveryRules, backoff: number): number {
  const asked = rejection.class === 'account' ? rules.accountWaitMs / 1000 : (rejection.retryAfterSeconds ?? 0);
  return Math.max(asked, backoff);
}

async function uncertain<Email>(step: Step<Email>, claim: Claim, reason: string): Promise<Outcome> {
  const { ports, rules, request } = step;
  const since = ports.now();
  await ports.store.doubt(request.key, claim, { since, dueAt: since + rules.doubtCapMs, reason });
  ports.report('EMAIL_UNCERTAIN', { attempt: claim.attempt, reason });
  return { kind: 'retry', afterSeconds: rules.windowMs / 1000, reason: 'uncertain' };
}
