import type { Interruptible } from './interruption.ts';
import type { Stage } from './stage/stage.ts';
import type { Terminal } from './terminal/terminal.ts';

/** What every command works with. */
export type Desk = {
  /** The stage that the command line names; reached when first asked for. */
  stage: () => Stage;
  terminal: Terminal;
  /** Epoch milliseconds. */
  now: () => number;
  /** For work that stops at a safe point on Ctrl-C, says how to go on and ends as `interrupted`; anything else ends at once. */
  interruptible: Interruptible;
};
