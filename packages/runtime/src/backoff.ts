/** Seconds of the first wait and the longest; waits double from one to the other. */
export type Backoff = { baseSeconds: number; capSeconds: number };

/**
 * Seconds to wait after the n-th receive: doubled each time, with jitter in [¾, 1] so that what failed together does
 * not come back together. `random` gives numbers in [0, 1).
 */
export function backoffSeconds(
  { baseSeconds, capSeconds }: Backoff,
  receiveCount: number,
  random: () => number,
): number {
  const full = Math.min(capSeconds, baseSeconds * 2 ** Math.min(receiveCount - 1, 30));
  return full * (0.75 + 0.25 * random());
}
