/**
 * One send per interval in this process: with C processes at C/rate seconds each, the account's rate holds. A turn is
 * given at once when the interval has passed, and refused (`false`) when it would come after `latest` (epoch ms).
 */
export function createPace(intervalMs: number, now: () => number, wait: (ms: number) => Promise<void>) {
  let next = 0;
  return async (latest: number): Promise<boolean> => {
    const turn = Math.max(now(), next);
    if (turn > latest) return false;
    next = turn + intervalMs;
    if (turn > now()) await wait(turn - now());
    return true;
  };
}
