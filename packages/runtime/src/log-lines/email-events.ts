import type { Line } from './line.ts';
import { MESSAGE_LINES } from './message.ts';

/** What is said of SES's events. */
export const EMAIL_EVENTS_LINES = {
  ...MESSAGE_LINES,
  EMAIL_EVENT_RECORDED: { level: 'info', text: 'SES told of an email; its delivery has it.', counted: true },
  EMAIL_DUPLICATE_DETECTED: {
    level: 'error',
    text: 'SES accepted a second email of one delivery.',
    counted: true,
  },
  EVENT_FOREIGN: { level: 'info', text: 'An event that names no delivery: acknowledged.', counted: true },
  EVENT_UNKNOWN_DELIVERY: {
    level: 'warn',
    text: 'An event of a delivery that has no record: none was made.',
    counted: true,
  },
  EVENT_FLOW_FAILED: {
    level: 'warn',
    text: 'The state of the stream of events was not recorded: doubts wait longer.',
    counted: true,
  },
} as const satisfies Record<string, Line>;

export type EmailEventsCode = keyof typeof EMAIL_EVENTS_LINES;
