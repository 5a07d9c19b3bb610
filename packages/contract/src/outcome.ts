/** Why a message lies in a dead-letter queue; the value of its `reason` attribute. */
export const DEAD_LETTER_REASONS = [
  'aged', // its retention would have ended before the next try
  'attempts', // its attempts are spent
  'poison', // not a message of the contract
  'rejected', // the receiving system says that it will never take it
  'schema-newer', // a major version that this deployment does not know
  'source-failed', // a required external system stayed unavailable or answered nonsense
  'uncertain', // an email may or may not have left; a person decides
] as const;

export type DeadLetterReason = (typeof DEAD_LETTER_REASONS)[number];

/** Why no email is sent to a user, for good. */
export const SKIP_REASONS = ['no-address', 'invalid-address', 'reserved-domain', 'unverified', 'user-deleted'] as const;

export type SkipReason = (typeof SKIP_REASONS)[number];

/**
 * What became of one received message: the whole system's vocabulary.
 * - `done`: its effect is complete, or it needs none.
 * - `duplicate`: its effect was complete before; not a failure.
 * - `retry`: it returns to its queue after `afterSeconds`, or after the back-off of its receive count.
 * - `dead-letter`: a copy with reason attributes goes to the dead-letter queue, then the message is acknowledged.
 *
 * `reason` and `detail` are codes, never texts that could carry personal data.
 */
export type Outcome =
  | { kind: 'done' }
  | { kind: 'duplicate' }
  | { kind: 'retry'; afterSeconds?: number; reason: string }
  | { kind: 'dead-letter'; reason: DeadLetterReason; detail?: string };
