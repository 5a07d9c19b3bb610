/** What the deployed reconciler takes: nothing of the command itself comes with it. */
export { deadLetterBox } from '../dead-letters/dead-letter-box.ts';
export { deadLetterSubs } from './dead-letter-subs.ts';
export { type Enqueued, enqueueMissed } from './enqueue-missed.ts';
export { failuresIn } from './failure-lines.ts';
export { readGoLive } from './go-live.ts';
export { loggedFailures } from './logged-failures.ts';
export { NO_CHECKPOINT, seenBy } from './look.ts';
export type { MissedUser } from './missing.ts';
export { pacedCalls } from './paced.ts';
export { type Reconciliation, reconcile } from './reconcile.ts';
export { RECONCILE_SETTINGS } from './reconcile-settings.ts';
export { type Allowance, isRepairable } from './repair.ts';
export { planRepair } from './repair-plan.ts';
export { sendMessages } from './send-messages.ts';
export { userDirectory } from './user-directory.ts';
export { userStates } from './user-states.ts';
