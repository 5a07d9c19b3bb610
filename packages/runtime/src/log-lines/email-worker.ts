import type { Line } from './line.ts';
import { MESSAGE_LINES } from './message.ts';

/** What the email worker says. */
export const EMAIL_WORKER_LINES = {
  ...MESSAGE_LINES,
  EMAIL_SENT: { level: 'info', text: 'SES accepted the email.', counted: true },
  EMAIL_SKIPPED: { level: 'info', text: 'No email for this user.', counted: true },
  EMAIL_NOT_ACCEPTED: { level: 'warn', text: 'SES did not accept the email.', counted: true },
  EMAIL_UNCERTAIN: { level: 'error', text: 'It is not known whether SES accepted the email.', counted: true },
  EMAIL_HELD: { level: 'error', text: 'An email of unknown fate waits for a person.', counted: true },
  SES_ACCOUNT_REFUSED: { level: 'error', text: 'SES refuses this account or sender for now.', counted: true },
} as const satisfies Record<string, Line>;

export type EmailWorkerCode = keyof typeof EMAIL_WORKER_LINES;
