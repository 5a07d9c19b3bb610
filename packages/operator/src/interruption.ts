/** A person's Ctrl-C, and what a machine that shuts down or a terminal that closes sends. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Milliseconds in which further Ctrl-C are the first one again: a terminal's comes to the whole group, and once more through npm. */
const SAME_SIGNAL_MS = 1_000;

type Process = {
  on: (name: (typeof SIGNALS)[number], listener: () => void) => unknown;
  exit: (code: number) => void;
};

/** Aborted at the first such signal; one that comes a second or more later ends the process at once. */
export function interruption(of: Process, monotonic: () => number): AbortSignal {
  const stop = new AbortController();
  let first = 0;
  const interrupt = () => {
    if (!stop.signal.aborted) {
      first = monotonic();
      stop.abort();
    } else if (monotonic() - first >= SAME_SIGNAL_MS) of.exit(130);
  };
  for (const name of SIGNALS) of.on(name, interrupt);
  return stop.signal;
}
