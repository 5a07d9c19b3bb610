import { publish } from './emulators/topics.ts';
import type { WantedBeat } from './template/create-rule.ts';

/** Lets the scheduled rules beat until the returned function is called. A beat that nobody takes is dropped, as by EventBridge. */
export function startBeats(beats: readonly WantedBeat[], snsUrl: string): () => Promise<void> {
  const underWay = new Set<Promise<void>>();
  const timers = beats.map(({ everySeconds, topicArn, message }) =>
    setInterval(() => {
      const beat = publish(snsUrl, topicArn, message(new Date()))
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
