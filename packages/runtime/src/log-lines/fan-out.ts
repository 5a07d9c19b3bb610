import type { Line } from './line.ts';
import { MESSAGE_LINES } from './message.ts';
import { TARGET_REFUSED } from './target-refused.ts';

/** What fan-out says. */
export const FAN_OUT_LINES = {
  ...MESSAGE_LINES,
  TARGET_REFUSED,
  ROUTED: { level: 'info', text: 'The message is on every queue of its route.' },
  ROUTED_NOWHERE: { level: 'info', text: 'No effect is routed for this message: acknowledged.', counted: true },
} as const satisfies Record<string, Line>;

export type FanOutCode = keyof typeof FAN_OUT_LINES;
