import { setTimeout as pause } from 'node:timers/promises';

/** Waits between tries while the account's quota is spent by others too, in milliseconds. */
const WAITS = [500, 1000, 2000, 4000, 8000];

/** Makes a call when its turn has come. */
export type PacedCall = <T>(call: () => Promise<T>) => Promise<T>;

type Clock = { now: () => number; wait: (milliseconds: number) => Promise<unknown> };

const REAL: Clock = { now: () => performance.now(), wait: (milliseconds) => pause(milliseconds) };

/** Lets calls begin no faster than so many a second, and repeats those that AWS throttled, each time later. */
export function pacedCalls(perSecond: number, { now, wait }: Clock = REAL): PacedCall {
  let next = 0;
  const turn = async () => {
    const start = Math.max(now(), next);
    next = start + 1000 / perSecond;
    if (start > now()) await wait(start - now());
  };
  return async (call) => {
    for (const milliseconds of WAITS) {
      await turn();
      try {
        return await call();
      } catch (error) {
        if (!isThrottled(error)) throw error;
        await wait(milliseconds);
      }
    }
    await turn();
    return call();
  };
}

const isThrottled = (error: unknown) =>
  error instanceof Error && /^(TooManyRequests|Throttling|LimitExceeded)Exception$/.test(error.name);
