/** A person's Ctrl-C, and what a machine that shuts down or a terminal that closes sends. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Milliseconds in which further Ctrl-C are the first one again: a terminal's comes to the whole group, and once more through npm. */
const SAME_SIGNAL_MS = 1_000;

type Process = {
  on: (name: (typeof SIGNALS)[number], listener: () => void) => unknown;
  off: (name: (typeof SIGNALS)[number], listener: () => void) => unknown;
  exit: (code: number) => void;
};

/** Runs work that comes to a safe point when its signal is aborted. */
export type Interruptible = <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/**
 * While such work runs, the first signal aborts it, and one that comes a second or more later ends the process at once.
 * While nothing runs that would heed it, the first ends the process, as it ends any.
 */
export function interruptible(of: Process, monotonic: () => number): Interruptible {
  const stop = new AbortController();
  let first = 0;
  const interrupt = () => {
    if (!stop.signal.aborted) {
      first = monotonic();
      stop.abort();
    } else if (monotonic() - first >= SAME_SIGNAL_MS) of.exit(130);
  };
  return async (work) => {
    for (const name of SIGNALS) of.on(name, interrupt);
    try {
      return await work(stop.signal);
    } finally {
      // The same Ctrl-C comes again through npm: it must not cut off what is still to be said.
      if (!stop.signal.aborted) for (const name of SIGNALS) of.off(name, interrupt);
    }
  };
}
