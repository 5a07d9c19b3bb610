import { INVOCATIONS_PER_POLLER } from '@postconfirm/contract';
import type { StageConfig, WorkerNumbers } from './stage-config.ts';

/** Seconds of this stage for seconds of production: one second at least. */
export const scaledSeconds = (config: StageConfig, seconds: number): number =>
  Math.max(1, Math.round(seconds * config.timeScale));

/** Cognito waits this long for the trigger, whatever the function's own timeout is. */
export const COGNITO_TIMEOUT_SECONDS = 5;

/** Well below the gap that ends a stream of events (docs/adr/0011). */
export const HEARTBEAT_SECONDS = 60;

/** A message must stay hidden for longer than a batch takes on a busy machine; production's 60 s never meet this floor. */
const LEAST_VISIBILITY_SECONDS = 5;

type Consumer = { timeoutSeconds: number; batchingWindowSeconds: number };

/** AWS's rule for a queue that feeds a function: six times the function's timeout, plus the batching window, which no stage scales. */
export const visibilitySeconds = (config: StageConfig, { timeoutSeconds, batchingWindowSeconds }: Consumer): number =>
  Math.max(LEAST_VISIBILITY_SECONDS, scaledSeconds(config, 6 * timeoutSeconds) + batchingWindowSeconds);

/** How many invocations of a worker run at once at most. A parsed config has one of the two. */
export const mostInvocations = ({ maximumConcurrency = 0, provisionedPollers }: WorkerNumbers): number =>
  provisionedPollers ? provisionedPollers.maximum * INVOCATIONS_PER_POLLER : maximumConcurrency;

/**
 * Milliseconds between two emails of one execution environment, so that all environments together keep SES's rate. Whole
 * sends per second are shared out rounded down: 14 per second over 4 environments is 3 each, never 16 together.
 */
export function sendIntervalMilliseconds(sendsPerSecond: number, environments: number): number {
  const each = sendsPerSecond / environments;
  return Math.ceil(1000 / (each >= 1 ? Math.floor(each) : each));
}

/** The verified identity that SES sends as: the sender's domain, unless the stage names another. */
export const senderIdentity = ({ email }: StageConfig): string =>
  email.identity ?? email.sender.slice(email.sender.indexOf('@') + 1);
