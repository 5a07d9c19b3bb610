type Schedule = { backoffBaseSeconds: number; backoffCapSeconds: number; receives: number };

/** SQS hides a message for at most 12 hours. */
export const LONGEST_WAIT_SECONDS = 43_200;

/** Jitter takes at most a quarter of a wait away. */
const SHORTEST_JITTER = 0.75;

/** Seconds from the first receive to the last, when jitter makes every wait as short as it can. */
export function shortestScheduleSeconds({ backoffBaseSeconds, backoffCapSeconds, receives }: Schedule): number {
  let total = 0;
  for (let wait = 0; wait < receives - 1; wait += 1) {
    total += Math.min(backoffCapSeconds, backoffBaseSeconds * 2 ** Math.min(wait, 30));
  }
  return total * SHORTEST_JITTER;
}
