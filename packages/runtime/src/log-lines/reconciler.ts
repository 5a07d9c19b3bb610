import type { Line } from './line.ts';
import { TARGET_REFUSED } from './target-refused.ts';

/** What the reconciler says. */
export const RECONCILER_LINES = {
  TARGET_REFUSED,
  DELIVERIES_UNCERTAIN: { level: 'info', text: 'Emails in doubt.', counted: true },
  DELIVERIES_HELD: { level: 'info', text: 'Emails that wait for a person.', counted: true },
  DOUBT_AGE: { level: 'info', text: 'Age of the oldest doubt.', counted: 'Seconds' },
  SES_QUOTA_USED: { level: 'info', text: 'Used of the daily quota.', counted: 'Percent' },
  SES_RATE_PLANNED: { level: 'info', text: 'Planned of the rate.', counted: 'Percent' },
  TRIGGER_DETACHED: { level: 'error', text: 'The pool does not call the trigger.', counted: true },
  RECONCILE_REPORT: { level: 'info', text: 'Users looked at.', counted: true },
  RECONCILE_MISSING: { level: 'warn', text: 'Users without email or record.', counted: true },
  RECONCILE_INCOMPLETE: { level: 'error', text: 'Not all of the pool was seen in time.', counted: true },
  RECONCILE_APPLIED: { level: 'info', text: 'Missed users enqueued.', counted: true },
  RECONCILE_REFUSED: { level: 'error', text: 'Too many are missed: nobody was enqueued.', counted: true },
} as const satisfies Record<string, Line>;

export type ReconcilerCode = keyof typeof RECONCILER_LINES;
