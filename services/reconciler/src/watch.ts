import type { Attention } from '@postconfirm/ledger';
import type { Log, ReconcilerCode } from '@postconfirm/runtime';
import { percentOf, type SendQuota } from './send-quota.ts';

export type WatchPorts = {
  attention: () => Promise<readonly Attention[]>;
  /** The function that the pool calls after a confirmation, by its ARN. */
  trigger: () => Promise<string | undefined>;
  /** Marks the pool's go-live, if this is the first look of all. */
  firstLook: () => Promise<unknown>;
  triggerArn: string;
  quota: () => Promise<SendQuota>;
  /** What the email worker paces itself to. */
  sendsPerSecond: number;
  now: () => number;
  log: Log<ReconcilerCode>;
};

/** Counts what waits for a person, looks whether the pool still calls the trigger, and what SES still lets through. */
export async function watch(ports: WatchPorts, pool: string): Promise<void> {
  await ports.firstLook();
  await sayDeliveries(ports);
  if ((await ports.trigger()) !== ports.triggerArn) ports.log('TRIGGER_DETACHED', { pool });
  await sayQuota(ports);
}

async function sayDeliveries(ports: WatchPorts): Promise<void> {
  const deliveries = (await ports.attention()).map(({ delivery }) => delivery);
  const doubts = deliveries.filter(({ state }) => state === 'UNCERTAIN');
  const now = ports.now();
  const oldest = doubts.reduce((least, { uncertainSince = now }) => Math.min(least, uncertainSince), now);
  ports.log('DELIVERIES_UNCERTAIN', { count: doubts.length });
  ports.log('DELIVERIES_HELD', { count: deliveries.length - doubts.length });
  ports.log('DOUBT_AGE', { count: Math.round((now - oldest) / 1000) });
}

async function sayQuota({ quota, sendsPerSecond, log }: WatchPorts): Promise<void> {
  const { daily, sentToday, rate } = await quota();
  log('SES_QUOTA_USED', { count: percentOf(daily, sentToday) });
  log('SES_RATE_PLANNED', { count: percentOf(rate, sendsPerSecond) });
}
