import type { Claim, DeliveryStore } from '@postconfirm/ledger';
import { createMemoryDeliveryStore } from '@postconfirm/ledger/memory';
import { expect, it } from 'vitest';
import { forgetDelivery } from './forget-delivery.ts';

const KEY = { pool: 'eu-central-1_Abc', sub: 'sub-1', kind: 'confirmed' };
const CLAIM: Claim = {
  attempt: 1,
  budget: { attempts: 1, replays: 0, requestedAt: 0 },
  resent: false,
  owner: 'me',
  leaseUntil: 90_000,
};

it('makes a record where there is none, so that a message on its way finds it', async () => {
  const store = createMemoryDeliveryStore();
  expect(await forgetDelivery(store, KEY, 5)).toEqual({ was: 'none', changed: true });
  expect(await store.read(KEY)).toMatchObject({ state: 'SKIPPED', reason: 'user-deleted' });
  expect(await forgetDelivery(store, KEY, 6)).toEqual({ was: 'SKIPPED', changed: false });
});

it('keeps what was sent, with the first time of the wish', async () => {
  const store = createMemoryDeliveryStore();
  await store.claim(KEY, undefined, CLAIM, 1);
  await store.recordSent(KEY, { messageId: 'ses-1', now: 2 });
  expect(await forgetDelivery(store, KEY, 5)).toEqual({ was: 'SENT', changed: true });
  expect(await forgetDelivery(store, KEY, 6)).toEqual({ was: 'SENT', changed: false });
  expect(await store.read(KEY)).toMatchObject({ state: 'SENT', forgottenAt: 5 });
});

it('forgets what a worker wrote while it looked', async () => {
  const store = createMemoryDeliveryStore();
  const racing: DeliveryStore = {
    ...store,
    read: async (key) => {
      const seen = await store.read(key);
      // A claim comes right after the first look.
      if (seen === undefined) await store.claim(key, undefined, CLAIM, 1);
      return seen;
    },
  };
  expect(await forgetDelivery(racing, KEY, 5)).toEqual({ was: 'SENDING', changed: true });
  expect(await store.read(KEY)).toMatchObject({ state: 'SKIPPED', reason: 'user-deleted' });
});
