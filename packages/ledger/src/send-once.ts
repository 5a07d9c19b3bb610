import { FAILURE_RULES, type Outcome } from '@postconfirm/contract';
import type { Budget } from './budget.ts';
import type { Decision, DeliveryRules } from './decide.ts';
import type { Claim } from './delivery.ts';
import { OVERTAKEN, type RejectionClass, type Step, type StepOutcome } from './delivery-step.ts';

/** Milliseconds one send may take, records included: less left, and it is not begun. */
const SEND_BUDGET_MS = 10_000;

/** Takes a claim, calls SES once under it, and records what came of it. */
export async function sendOnce<Email>(
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
  if (ports.now() > latest) return putBack(step, claim, { class: 'throttled', reason: 'no-time' });
  const result = await ports.send(email, { ...request.key, attempt });
  // Said before it is written: if the ledger fails now, this line is all that a person has to settle the doubt.
  switch (result.kind) {
    case 'accepted':
      ports.report('EMAIL_SENT', { attempt, sesMessageId: result.messageId });
      await ports.store.recordSent(request.key, { messageId: result.messageId, now: ports.now() });
      return { kind: 'done' };
    case 'rejected':
      ports.report(FAILURE_RULES['send-email'][result.class].code, { attempt, reason: result.reason });
      return putBack(step, claim, result);
    case 'ambiguous':
      ports.report(FAILURE_RULES['send-email'].ambiguous.code, { attempt, reason: result.reason });
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
  const dueAt = dueIn(ports, ports.backoffSeconds(request.receive.receiveCount));
  const toRetry = { budget: givenBack(claim.budget), dueAt, reason: 'claim-unanswered' };
  // A failure of this too is not told: the claim's own error is on its way, and the lease still keeps the email safe.
  await ports.store.release(request.key, claim, toRetry).catch(() => undefined);
}

type Rejection = { class: RejectionClass; reason: string; retryAfterSeconds?: number };

/** RETRY, with the attempt spent or given back as the class of the failure says. */
async function putBack<Email>(step: Step<Email>, claim: Claim, rejection: Rejection): Promise<Outcome> {
  const { ports, rules, request } = step;
  const { outcome, spendsAttempt } = FAILURE_RULES['send-email'][rejection.class];
  const waitSeconds = waitAfter(rejection, rules, ports.backoffSeconds(request.receive.receiveCount));
  await ports.store.release(request.key, claim, {
    budget: spendsAttempt ? claim.budget : givenBack(claim.budget),
    dueAt: dueIn(ports, waitSeconds),
    reason: rejection.reason,
  });
  if (outcome === 'dead-letter') return { kind: 'dead-letter', reason: 'rejected', detail: rejection.reason };
  return { kind: 'retry', afterSeconds: waitSeconds, reason: rejection.reason };
}

/** In whole milliseconds: a person reads it, and a wait has fractions. */
const dueIn = ({ now }: { now: () => number }, seconds: number): number => Math.ceil(now() + seconds * 1000);

const givenBack = (budget: Budget): Budget => ({ ...budget, attempts: budget.attempts - 1 });

/** Never sooner than the back-off, whatever is asked: only so do a queue's receives outlast 13 days (docs/adr/0004). */
function waitAfter(rejection: Rejection, rules: DeliveryRules, backoff: number): number {
  const { wait } = FAILURE_RULES['send-email'][rejection.class];
  const asked = wait === 'account' ? rules.accountWaitMs / 1000 : (rejection.retryAfterSeconds ?? 0);
  return Math.max(asked, backoff);
}

async function uncertain<Email>(step: Step<Email>, claim: Claim, reason: string): Promise<Outcome> {
  const { ports, rules, request } = step;
  const since = ports.now();
  await ports.store.doubt(request.key, claim, { since, dueAt: since + rules.doubtCapMs, reason });
  return { kind: 'retry', afterSeconds: rules.windowMs / 1000, reason: 'uncertain' };
}
