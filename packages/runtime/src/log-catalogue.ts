/** CloudWatch's own words. */
export type Unit = 'Count' | 'Seconds' | 'Percent';

export type Entry = { level: 'info' | 'warn' | 'error'; text: string; counted?: true | Unit };

/**
 * Everything that the system says, by code. A `counted` code is also a CloudWatch metric of that name, written into the
 * same line; alarms and dashboards name it. Its value is the field `count`, or 1 where that is not given.
 */
export const LOG_CATALOGUE = {
  ENQUEUED: { level: 'info', text: 'The confirmation is on the queue.', counted: true },
  ENQUEUE_FAILED: {
    level: 'error',
    text: 'SQS did not take the confirmation. The user is confirmed and will get nothing until reconciliation.',
    counted: true,
  },
  EVENT_IGNORED: { level: 'warn', text: 'Not a post-confirmation event: returned untouched.', counted: true },
  NO_SUB: { level: 'warn', text: 'The event names no usable sub: not enqueued.', counted: true },
  TRIGGER_FAILED: { level: 'error', text: 'Unexpected error in the trigger; the sign-up goes on.', counted: true },
  TARGET_REFUSED: {
    level: 'error',
    text: 'A queue did not take a message; it goes back to where it came from.',
    counted: true,
  },
  ROUTED: { level: 'info', text: 'The message is on every queue of its route.' },
  ROUTED_NOWHERE: { level: 'info', text: 'No effect is routed for this message: acknowledged.', counted: true },
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
  EMAIL_SENT: { level: 'info', text: 'SES accepted the email.', counted: true },
  EMAIL_SKIPPED: { level: 'info', text: 'No email for this user.', counted: true },
  EMAIL_NOT_ACCEPTED: { level: 'warn', text: 'SES did not accept the email.', counted: true },
  EMAIL_UNCERTAIN: { level: 'error', text: 'It is not known whether SES accepted the email.', counted: true },
  EMAIL_HELD: { level: 'error', text: 'An email of unknown fate waits for a person.', counted: true },
  SES_ACCOUNT_REFUSED: { level: 'error', text: 'SES refuses this account or sender for now.', counted: true },
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
  SOURCE_STORED: { level: 'info', text: 'Data of an external system is stored.', counted: true },
  SOURCE_FAILED: { level: 'warn', text: 'An external system gave no usable answer.', counted: true },
  SOURCE_GIVEN_UP: { level: 'error', text: 'An external system failed through all attempts.', counted: true },
  WRITTEN_BACK: { level: 'info', text: 'Cognito holds the chosen fields.', counted: true },
  WRITE_BACK_FAILED: { level: 'warn', text: 'Cognito did not take the chosen fields.', counted: true },
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
} as const satisfies Record<string, Entry>;

export type LogCode = keyof typeof LOG_CATALOGUE;
