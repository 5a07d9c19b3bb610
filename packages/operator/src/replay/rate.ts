/** Reads `10/s` or `600/m` as messages a second; undefined when it is neither. */
export function parseRate(text: string): number | undefined {
  const [, count, unit] = /^([1-9][0-9]{0,5})\/(s|m)$/.exec(text) ?? [];
  if (count === undefined) return undefined;
  return unit === 's' ? Number(count) : Number(count) / 60;
}

/** How many messages go in one step: what SQS takes at once, but no more than a second's worth. */
export const stepSize = (perSecond: number): number => Math.max(1, Math.min(10, Math.floor(perSecond)));

/** Waits until so many more messages may go. */
export type Pace = (count: number) => Promise<void>;

type Clock = { now: () => number; wait: (milliseconds: number) => Promise<void> };

/** What a stall may be made up for: a second's worth, so that no burst follows it. */
const CATCH_UP_MS = 1000;

/** Each message takes its time before it goes, so that the rate is reached from below. Calls come one after the other. */
export function createPace(perSecond: number, { now, wait }: Clock): Pace {
  let next = now();
  return async (count) => {
    next = Math.max(next, now() - CATCH_UP_MS) + (count * 1000) / perSecond;
    const left = next - now();
    if (left > 0) await wait(left);
  };
}
