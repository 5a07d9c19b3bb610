import type { Stage } from './stage/stage.ts';
import type { Terminal } from './terminal/terminal.ts';

/** What every command works with. */
export type Desk = {
  /** The stage that the command line names; reached when first asked for. */
  stage: () => Stage;
  terminal: Terminal;
  /** Epoch milliseconds. */
  now: () => number;
  /** Aborted by Ctrl-C: a long command stops at the next safe point, says how to resume and ends as `interrupted`. */
  signal: AbortSignal;
};
