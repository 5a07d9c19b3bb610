import type { Attention } from '@postconfirm/ledger';
import type { Log } from '@postconfirm/runtime';

export type WatchPorts = {
  attention: () => Promise<readonly Attention[]>;
  /** The function that the pool calls after a confirmation, by its ARN. */
  trigger: () => Promise<string | undefined>;
  /** Marks the pool's go-live, if this is the first look of all. */
  firstLook: () => Promise<unknown>;
  triggerArn: string;
  now: () => number;
  log: Log;
};

/** Counts what waits for a person, and looks whether the pool still calls the trigger. */
export async function watch(ports: WatchPorts, pool: string): Promise<void> {
  await ports.firstLook();
  const deliveries = (await ports.attention()).map(({ delivery }) => delivery);
  const doubts = deliveries.filter(({ state }) => state === 'UNCERTAIN');
  const now = ports.now();
  const oldest = doubts.reduce((least, { uncertainSince = now }) => Math.min(least, uncertainSince), now);
  ports.log('DELIVERIES_UNCERTAIN', { count: doubts.length });
  ports.log('DELIVERIES_HELD', { count: deliveries.length - doubts.length });
  ports.log('DOUBT_AGE', { count: Math.round((now - oldest) / 1000) });
  if ((await ports.trigger()) !== ports.triggerArn) ports.log('TRIGGER_DETACHED', { pool });
}
