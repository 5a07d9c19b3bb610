import type { Line } from './line.ts';

/** What every worker says of a message. */
export const MESSAGE_LINES = {
  MESSAGE_DONE: { level: 'info', text: 'The message is done.', counted: true },
  MESSAGE_DUPLICATE: { level: 'info', text: 'Its effect was complete before: acknowledged.', counted: true },
  MESSAGE_RETRY: { level: 'warn', text: 'The message goes back to its queue.', counted: true },
  MESSAGE_DEAD_LETTERED: {
    level: 'error',
    text: 'A copy with its reason lies in the dead-letter queue.',
    counted: true,
  },
  MESSAGE_FAILED: { level: 'error', text: 'Unexpected error; the message goes back to its queue.', counted: true },
  DEAD_LETTER_FAILED: {
    level: 'error',
    text: 'The dead-letter queue did not take the copy; the message goes back to its queue.',
    counted: true,
  },
  VISIBILITY_FAILED: { level: 'warn', text: 'The wait was not set; the queue’s visibility timeout holds instead.' },
} as const satisfies Record<string, Line>;

export type MessageCode = keyof typeof MESSAGE_LINES;
