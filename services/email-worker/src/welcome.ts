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
      facts: { ...entryOf(message), confirmedAt: Date.parse(message.time) },
      receive,
    });
  };

/** Replays and reconciliations bring a budget of their own. */
function entryOf(message: Message): Pick<DeliveryRequest<never>['facts'], 'entry' | 'budget'> {
  if (message.data.cause === 'reconciled')
    return { entry: 'again', budget: `reconciled ${message.time} ${message.replays}` };
  return { entry: message.replays > 0 ? 'again' : 'live', budget: `replay ${message.replays}` };
}
