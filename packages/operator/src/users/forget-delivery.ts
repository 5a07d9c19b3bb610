import type { DeliveryKey, DeliveryStore } from '@postconfirm/ledger';

/** What the delivery was, and whether this changed it. */
export type ForgottenDelivery = { was: string; changed: boolean };

/** Another writer may move first: then what it wrote is what is forgotten. */
export async function forgetDelivery(store: DeliveryStore, key: DeliveryKey, now: number): Promise<ForgottenDelivery> {
  for (;;) {
    const seen = await store.read(key);
    const was = seen?.state ?? 'none';
    const before = seen?.forgottenAt !== undefined || (seen?.state === 'SKIPPED' && seen.reason === 'user-deleted');
    if (before) return { was, changed: false };
    if (await store.forget(key, seen, { now })) return { was, changed: true };
  }
}
