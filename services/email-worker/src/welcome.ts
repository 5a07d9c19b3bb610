import { type Kind, type Message, messageKind, userPoolOf } from '@postconfirm/contract';
import type { DeliveryRequest } from '@postconfirm/ledger';
import type { ProcessMessage } from '@postconfirm/runtime';
import { type EmailRules, emailIntent, type WelcomeEmail } from './email-intent.ts';

type Deliver = (request: DeliveryRequest<WelcomeEmail>) => ReturnType<ProcessMessage>;

/** The kinds that a welcome answers; a password reset passes without effect. */
const WELCOMED: readonly Kind[] = ['confirmed', 'console-test'];

/** A probe is one by its cause, as for every worker: it may borrow any id. */
const isWelcomed = (message: Message) => WELCOMED.includes(messageKind(message)) && message.data.cause !== 'probe';

/** One message of the email queue: what it asks for, then through the ledger. */
export const createWelcome =
  (deliver: Deliver, rules: EmailRules): ProcessMessage =>
  async (message, receive) => {
    if (!isWelcomed(message)) return { kind: 'done' };
    return deliver({
      key: { pool: userPoolOf(message), sub: message.subject, kind: messageKind(message) },
      intent: emailIntent(message.data, rules),
      facts: factsOf(message),
      receive,
    });
  };

function factsOf(message: Message): DeliveryRequest<never>['facts'] {
  const isAgain = message.replays > 0 || message.data.cause === 'reconciled';
  const time = Date.parse(message.time);
  return {
    entry: isAgain ? 'again' : 'live',
    marks: { replays: message.replays, requestedAt: time },
    confirmedAt: time,
  };
}
