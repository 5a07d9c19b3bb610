/**
 * What a failed call says of its request.
 * - `definite`: not done; asking again may help.
 * - `ambiguous`: done or not, nobody knows.
 * - `throttled`: not done, for there were too many; normal.
 * - `account`: not done, and nobody else's would be: a right, a quota, a setting.
 * - `invalid`: refused for what it says.
 */
export const FAILURE_CLASSES = ['definite', 'ambiguous', 'throttled', 'account', 'invalid'] as const;

export type FailureClass = (typeof FAILURE_CLASSES)[number];

/**
 * What follows from a failed call.
 * - `outcome`: what becomes of the message whose work it was; `report`: no message hangs on it, the log line is all.
 * - `wait`: until the next try. `asked` and `account`: what was asked for, or the account's long step, never less than the
 *   back-off. `window`: the settle window. `visibility`: what the queue sets by itself. `at-once`: in the same call.
 * - `spendsAttempt`: whether it counts against the budget that a record keeps.
 * - `code`: the log line that tells of it.
 */
export type FailureRule = {
  outcome: 'retry' | 'dead-letter' | 'report';
  wait: 'back-off' | 'asked' | 'account' | 'window' | 'visibility' | 'at-once' | 'none';
  spendsAttempt: boolean;
  code: string;
};

/** A class that a call can't fail with, and why. */
export type Impossible = { never: string };
