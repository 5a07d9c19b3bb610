/**
 * What a failed call says of its request.
 * - `definite`: not done; asking again may help.
 * - `ambiguous`: done or not, nobody knows.
 * - `throttled`: not done, for there were too many; normal.
 * - `account`: not done, and nobody else's would be: a right, a quota, a setting.
 * - `invalid`: never to be done, however often it is asked.
 */
export const FAILURE_CLASSES = ['definite', 'ambiguous', 'throttled', 'account', 'invalid'] as const;

export type FailureClass = (typeof FAILURE_CLASSES)[number];

/**
 * What follows from a failed call.
 * - `outcome`: what becomes of the message whose work it was.
 * - `wait`: until the next try: the `back-off`; what was `asked` for, the `account`'s long step or the settle `window`,
 *   none of them shorter than the back-off.
 * - `spendsAttempt`: whether it counts against the budget.
 * - `code`: the log line that tells of it.
 */
export type FailureRule = {
  outcome: 'retry' | 'dead-letter';
  wait: 'back-off' | 'asked' | 'account' | 'window' | 'none';
  spendsAttempt: boolean;
  code: string;
};

/** The one table of failures, by what was called; docs/failures.md shows it. */
export const FAILURE_RULES = {
  'send-email': {
    definite: { outcome: 'retry', wait: 'asked', spendsAttempt: true, code: 'EMAIL_NOT_ACCEPTED' },
    ambiguous: { outcome: 'retry', wait: 'window', spendsAttempt: true, code: 'EMAIL_UNCERTAIN' },
    throttled: { outcome: 'retry', wait: 'asked', spendsAttempt: false, code: 'EMAIL_NOT_ACCEPTED' },
    account: { outcome: 'retry', wait: 'account', spendsAttempt: false, code: 'SES_ACCOUNT_REFUSED' },
    invalid: { outcome: 'dead-letter', wait: 'none', spendsAttempt: true, code: 'EMAIL_NOT_ACCEPTED' },
  },
} as const satisfies Record<string, Record<FailureClass, FailureRule>>;
