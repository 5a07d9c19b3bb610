import type { Line } from './line.ts';

/** What the trigger says. */
export const TRIGGER_LINES = {
  ENQUEUED: { level: 'info', text: 'The confirmation is on the queue.', counted: true },
  ENQUEUE_FAILED: {
    level: 'error',
    text: 'SQS did not take the confirmation. The user is confirmed and will get nothing until reconciliation.',
    counted: true,
  },
  EVENT_IGNORED: { level: 'warn', text: 'Not a post-confirmation event: returned untouched.', counted: true },
  NO_SUB: { level: 'warn', text: 'The event names no usable sub: not enqueued.', counted: true },
  PREWARM_FAILED: { level: 'warn', text: 'SQS did not answer while the function started.', counted: true },
  TRIGGER_FAILED: { level: 'error', text: 'Unexpected error in the trigger; the sign-up goes on.', counted: true },
} as const satisfies Record<string, Line>;

export type TriggerCode = keyof typeof TRIGGER_LINES;
