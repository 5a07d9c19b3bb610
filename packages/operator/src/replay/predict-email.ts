import type { Message } from '@postconfirm/contract';
import { type Decision, type Delivery, decide, type EventFlow } from '@postconfirm/ledger';
import { welcomeRequest } from '@postconfirm/welcome';
import type { EmailWorkerRules } from '../stage/email-worker.ts';
import type { Prediction } from './prediction.ts';

/** What the ledger says of one delivery, at one moment. */
export type EmailFacts = { delivery: Delivery | undefined; flow: EventFlow; now: number };

/** What the email worker would do with this message: its own decision, without its effects. */
export function predictEmail(message: Message, facts: EmailFacts, rules: EmailWorkerRules): Prediction {
  const { delivery, flow, now } = facts;
  const request = welcomeRequest(message, rules.email);
  if (request === undefined) return { kind: 'no-effect' };
  const { confirmedAt, ...asked } = request.facts;
  const skip = request.intent.kind === 'skip' ? request.intent.reason : undefined;
  const decision = decide(delivery, { ...asked, skip, ageMs: now - confirmedAt, flow, now }, rules.delivery);
  return predictionOf(decision, delivery);
}

function predictionOf(decision: Decision, delivery: Delivery | undefined): Prediction {
  switch (decision.do) {
    case 'claim':
      return { kind: isDoubt(delivery) ? 'would-resend' : 'would-send', detail: `attempt ${decision.attempt}` };
    case 'skip':
      return { kind: 'would-skip', detail: decision.reason };
    case 'wait':
      return { kind: 'in-doubt', detail: `${decision.reason} until ${isoTime(decision.until)}` };
    case 'hold':
      return { kind: 'would-hold' };
    case 'stop':
      return stopped(decision.because, delivery);
  }
}

/** A claim of what is in doubt is the one re-send. */
const isDoubt = (delivery: Delivery | undefined) => delivery?.state === 'UNCERTAIN' || delivery?.state === 'SENDING';

function stopped(because: (Decision & { do: 'stop' })['because'], delivery: Delivery | undefined): Prediction {
  switch (because) {
    case 'duplicate':
      return { kind: 'already-sent', ...(delivery?.sentAt && { detail: isoTime(delivery.sentAt) }) };
    case 'done':
      return { kind: 'user-deleted' };
    case 'still-held':
      return { kind: 'held' };
    case 'stale':
    case 'attempts':
      return { kind: because };
  }
}

const isoTime = (time: number) => new Date(time).toISOString();
