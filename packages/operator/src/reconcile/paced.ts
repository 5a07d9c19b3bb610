import { setTimeout as wait } from 'node:timers/promises';

/** Waits between tries while the account's quota is spent by others too. */
const WAITS_MS = [500, 1000, 2000, 4000, 8000];

export type Pace = <T>(call: () => Promise<T>) => Promise<T>;

/** Lets calls begin no faster than so many a second, and repeats those that AWS throttled. Calls come one after the other. */
export function createPace(perSecond: number): Pace {
  let next = 0;
  const turn = async () => {
    const now = performance.now();
    const mine = Math.max(now, next);
    next = mine + 1000 / perSecond;
    if (mine > now) await wait(mine - now);
  };
  return async (call) => {
    for (const waitMs of WAITS_MS) {
      await turn();
      try {
        return await call();
      } catch (error) {
        if (!isThrottled(error)) throw error;
        await wait(waitMs);
      }
    }
    await turn();
    return call();
  };
}

const isThrottled = (error: unknown) =>
  error instanceof Error && /^(TooManyRequests|Throttling|LimitExceeded)Exception$/.test(error.name);
