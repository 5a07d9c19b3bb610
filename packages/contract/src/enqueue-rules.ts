import type { FailureClass, FailureRule } from './failure-class.ts';

const ENQUEUE_AGAIN = { outcome: 'report', wait: 'at-once', spendsAttempt: false, code: 'ENQUEUE_FAILED' } as const;

/**
 * SQS, from the trigger. The user is confirmed already, and Cognito must not wait. The trigger takes this row of
 * `FAILURE_RULES` alone: its cold start would pay for the others.
 */
export const ENQUEUE_RULES = {
  definite: ENQUEUE_AGAIN,
  ambiguous: ENQUEUE_AGAIN,
  throttled: ENQUEUE_AGAIN,
  account: { ...ENQUEUE_AGAIN, wait: 'none' },
  invalid: { ...ENQUEUE_AGAIN, wait: 'none' },
} as const satisfies Record<FailureClass, FailureRule>;
