import { type Kind, type Message, messageKind, userPoolOf } from '@postconfirm/contract';
import type { DeliveryRequest } from '@postconfirm/ledger';
import { type EmailRules, emailIntent, type WelcomeEmail } from './email-intent.ts';

/** The kinds that a welcome answers; a password reset passes without effect. */
const WELCOMED: readonly Kind[] = ['confirmed', 'console-test'];

/**
 * A probe is one by its cause, as for every worker: it may borrow any id. A message that is not for this effect comes here
 * only by a fan-out that does not know `effects` yet.
 */
const isWelcomed = (message: Message) =>
  WELCOMED.includes(messageKind(message)) &&
  message.data.cause !== 'probe' &&
  (message.data.effects?.includes('email') ?? true);

/** What one message of the email queue asks of the ledger, whenever it is received. */
export type WelcomeRequest = Omit<DeliveryRequest<WelcomeEmail>, 'receive'>;

/** Undefined where a message asks for no email at all. */
export function welcomeRequest(message: Message, rules: EmailRules): WelcomeRequest | undefined {
  if (!isWelcomed(message)) return undefined;
  return {
    key: { pool: userPoolOf(message), sub: message.subject, kind: messageKind(message) },
    intent: emailIntent(message.data, rules),
    facts: factsOf(message),
  };
}

function factsOf(message: Message): WelcomeRequest['facts'] {
  const isAgain = message.replays > 0 || message.data.cause === 'reconciled';
  return {
    entry: isAgain ? 'again' : 'live',
    marks: { replays: message.replays, requestedAt: Date.parse(message.time) },
    confirmedAt: Date.parse(message.data.confirmedAt ?? message.time),
    ...(message.evenifstale && { evenIfStale: true }),
  };
}
