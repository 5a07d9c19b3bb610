import { type Message, messageKind, parseMessage, type QueueName, userPoolOf } from '@postconfirm/contract';
import type { DeliveryKey } from '@postconfirm/ledger';
import { parseSesEvent, type SesEvent } from './ses-event.ts';

/** What a body is. `detail` says what is wrong by field or type, never by value. */
export type Content = { kind: 'message'; message: Message } | SesEvent | { kind: 'invalid'; detail: string };

/** The queue of SES's events has bodies of SES's own making; all others carry messages of the contract. */
export function contentOf(queue: QueueName, body: string): Content {
  if (queue === 'email-events') return parseSesEvent(body);
  const parsed = parseMessage(body);
  if (parsed.kind === 'message') return parsed;
  return { kind: 'invalid', detail: parsed.kind === 'poison' ? parsed.detail : parsed.type };
}

/** The delivery, or the user by it, that a body is about; undefined where it names none. */
export function subjectOf(content: Content): DeliveryKey | undefined {
  if (content.kind === 'event') return content.key;
  if (content.kind === 'invalid') return undefined;
  const { message } = content;
  return { pool: userPoolOf(message), sub: message.subject, kind: messageKind(message) };
}
