import { ENQUEUE_RULES } from './enqueue-rules.ts';
import type { FailureClass, FailureRule, Impossible } from './failure-class.ts';

/** One rule, whatever the class: the line's `failure` tells a person what to mend. */
const alike = <const R extends FailureRule>(rule: R): Record<FailureClass, R> => ({
  definite: rule,
  ambiguous: rule,
  throttled: rule,
  account: rule,
  invalid: rule,
});

const SOURCE_MISSED = { outcome: 'retry', wait: 'back-off', spendsAttempt: true, code: 'SOURCE_FAILED' } as const;
const NOT_WRITTEN = { outcome: 'retry', wait: 'back-off', spendsAttempt: true, code: 'WRITE_BACK_FAILED' } as const;

/** The one table of failures, by what was called. What fails reads it here; docs/failures.md shows it. */
export const FAILURE_RULES = {
  /** SES. */
  'send-email': {
    definite: { outcome: 'retry', wait: 'asked', spendsAttempt: true, code: 'EMAIL_NOT_ACCEPTED' },
    ambiguous: { outcome: 'retry', wait: 'window', spendsAttempt: true, code: 'EMAIL_UNCERTAIN' },
    throttled: { outcome: 'retry', wait: 'asked', spendsAttempt: false, code: 'EMAIL_NOT_ACCEPTED' },
    account: { outcome: 'retry', wait: 'account', spendsAttempt: false, code: 'SES_ACCOUNT_REFUSED' },
    invalid: { outcome: 'dead-letter', wait: 'none', spendsAttempt: true, code: 'EMAIL_NOT_ACCEPTED' },
  },
  /** An external system. */
  source: {
    definite: { ...SOURCE_MISSED, wait: 'asked' },
    ambiguous: { never: 'a question changes nothing: unanswered, it is definite' },
    throttled: { ...SOURCE_MISSED, wait: 'asked', spendsAttempt: false },
    account: SOURCE_MISSED,
    invalid: SOURCE_MISSED,
  },
  /** Cognito, which is to hold the chosen fields. Writing them twice is harmless. */
  'write-back': {
    definite: NOT_WRITTEN,
    ambiguous: NOT_WRITTEN,
    throttled: { ...NOT_WRITTEN, spendsAttempt: false },
    account: NOT_WRITTEN,
    invalid: NOT_WRITTEN,
  },
  /** DynamoDB; and whatever else is thrown while a message is worked on. */
  table: alike({ outcome: 'retry', wait: 'back-off', spendsAttempt: false, code: 'MESSAGE_FAILED' }),
  /** DynamoDB's item of how SES's events flow. */
  'event-flow': alike({ outcome: 'report', wait: 'none', spendsAttempt: false, code: 'EVENT_FLOW_FAILED' }),
  enqueue: ENQUEUE_RULES,
  /** SQS, from fan-out to a worker's queue. */
  forward: alike({ outcome: 'retry', wait: 'back-off', spendsAttempt: false, code: 'TARGET_REFUSED' }),
  /** SQS, for a copy in the dead-letter queue. */
  'dead-letter': alike({ outcome: 'retry', wait: 'back-off', spendsAttempt: false, code: 'DEAD_LETTER_FAILED' }),
  /** SQS, for the wait of a message that goes back. */
  delay: alike({ outcome: 'retry', wait: 'visibility', spendsAttempt: false, code: 'VISIBILITY_FAILED' }),
} as const satisfies Record<string, Record<FailureClass, FailureRule | Impossible>>;
