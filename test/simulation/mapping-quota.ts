import type { Lying } from './queue.ts';

/** What Lambda grants a mapping; without it a mapping has as many pollers as it likes, and its function starts at once. */
export type Quota = {
  /** Batches that may be at work now, beside the maximum concurrency. `busyMs`: how long the mapping had work all the while. */
  batches: (busyMs: number) => number;
  /** Takes one of the account's executions, or not: then the invocation is throttled. */
  admit: () => boolean;
  /** Gives it back. */
  leave: () => void;
  /** Milliseconds that a new environment takes to start. */
  initMs: number;
  /** Told of every ReceiveMessage that brought something, with its messages; and of the milliseconds of each invocation, start included. */
  received: (batch: readonly Lying[]) => void;
  ran: (milliseconds: number) => void;
};
