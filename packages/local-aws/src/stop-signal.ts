/** The end was asked for before the demo was through. */
export class Interrupted extends Error {
  override name = 'Interrupted';
}

/** Milliseconds in which further signals are the first one again: a closing terminal's comes directly and through npm. */
const SAME_SIGNAL_MS = 1000;

/** Aborted at the first Ctrl-C, SIGTERM or SIGHUP; one that comes a second or more later ends the program at once. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController();
  let first = 0;
  const onSignal = () => {
    if (!stop.signal.aborted) {
      first = performance.now();
      process.stderr.write('Ending …\n');
      stop.abort(new Interrupted('Interrupted'));
    } else if (performance.now() - first >= SAME_SIGNAL_MS) process.exit(130);
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
  return stop.signal;
}
