import type { DeliveryRequest } from '@postconfirm/ledger';
import type { ProcessMessage } from '@postconfirm/runtime';
import { type EmailRules, type WelcomeEmail, welcomeRequest } from '@postconfirm/welcome';

type Deliver = (request: DeliveryRequest<WelcomeEmail>) => ReturnType<ProcessMessage>;

/** One message of the email queue: what it asks for, then through the ledger. */
export const createWelcome =
  (deliver: Deliver, rules: EmailRules): ProcessMessage =>
  async (message, receive) => {
    const request = welcomeRequest(message, rules);
    return request === undefined ? { kind: 'done' } : deliver({ ...request, receive });
  };
