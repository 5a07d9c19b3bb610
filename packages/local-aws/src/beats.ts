import type { WantedBeat } from './template/create-rule.ts';

/** One event of a scheduled rule on its way to a target. */
export interface Beat {
  ruleArn: string;
  targetArn: string;
  payload: string;
}

/** Lets the scheduled rules beat until the returned function is called. A beat that nobody takes is dropped, as by EventBridge. */
export function startBeats(
  beats: readonly WantedBeat[],
  deliver: (beat: Beat) => Promise<unknown>,
): () => Promise<void> {
  const underWay = new Set<Promise<unknown>>();
  const timers = beats.map(({ everySeconds, ruleArn, targetArn, message }) =>
    setInterval(() => {
      const beat = deliver({ ruleArn, targetArn, payload: message(new Date()) })
        .catch(() => undefined)
        .finally(() => underWay.delete(beat));
      underWay.add(beat);
    }, everySeconds * 1000),
  );
  return async () => {
    for (const timer of timers) clearInterval(timer);
    await Promise.all(underWay);
  };
}
