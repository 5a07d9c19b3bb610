import type { Lying } from '../../simulation/queue.ts';

/** What a function did: invocations with something to do, messages in them, and milliseconds, starts included. */
export class FunctionTally {
  invocations = 0;
  messages = 0;
  milliseconds = 0;
  /** The most receives that a message had. */
  receives = 0;

  received(batch: readonly Lying[]): void {
    this.messages += batch.length;
    for (const { receives } of batch) this.receives = Math.max(this.receives, receives);
  }

  ran(milliseconds: number): void {
    this.invocations += 1;
    this.milliseconds += milliseconds;
  }
}
