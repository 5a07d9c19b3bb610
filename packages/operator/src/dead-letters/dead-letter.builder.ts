import type { DeadLetter } from './dead-letter.ts';

/** A dead letter of the email queue that is no message, with changes. Times in epoch milliseconds. */
export const aDeadLetter = (changes: Partial<DeadLetter> = {}): DeadLetter => ({
  queue: 'email',
  messageId: 'message-1',
  receiptHandle: 'handle-1',
  body: 'not json',
  content: { kind: 'invalid', detail: 'not-json' },
  death: { reason: 'poison', detail: 'not-json', worker: 'email-worker', deadLetteredAt: '2026-11-27T05:00:00.000Z' },
  attributes: {},
  sentAt: Date.UTC(2026, 10, 27, 5),
  expiresAt: Date.UTC(2026, 11, 11, 5),
  ...changes,
});
