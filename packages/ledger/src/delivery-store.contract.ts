import { describe, expect, it } from 'vitest';
import { NO_BUDGET_SPENT } from './budget.ts';
import type { Claim, Delivery, DeliveryKey, DeliveryStore, Seen } from './delivery.ts';

const NOW = 1_800_000_000_000;

const claimOf = (attempt: number, owner = `owner-${attempt}`): Claim => ({
  attempt,
  budget: { attempts: attempt, replays: 0, requestedAt: NOW },
  resent: false,
  owner,
  leaseUntil: NOW + 90_000,
});

const toRetry = { budget: { attempts: 0, replays: 0, requestedAt: NOW }, dueAt: NOW + 1000, reason: 'sending-rate' };
const toDoubt = { since: NOW, dueAt: NOW + 4000, reason: 'no-answer' };

const prepared = (seen: Seen): Delivery => {
  if (seen === undefined) throw new Error('the preparation left no delivery');
  return seen;
};

/** What every store of deliveries must do; run on each implementation. `freshKey` names a delivery nobody used yet. */
export function deliveryStoreContract(
  name: string,
  freshStore: () => { store: DeliveryStore; key: DeliveryKey },
): void {
  /** Brings a fresh delivery into each state by the store's own writes. */
  const into: Record<Delivery['state'], (store: DeliveryStore, key: DeliveryKey) => Promise<unknown>> = {
    SENDING: (store, key) => store.claim(key, undefined, claimOf(1), NOW),
    RETRY: async (store, key) => {
      await into.SENDING(store, key);
      await store.release(key, claimOf(1), toRetry);
    },
    UNCERTAIN: async (store, key) => {
      await into.SENDING(store, key);
      await store.doubt(key, claimOf(1), toDoubt);
    },
    HELD: async (store, key) => {
      await into.UNCERTAIN(store, key);
      await store.hold(key, prepared(await store.read(key)), { since: NOW });
    },
    SKIPPED: (store, key) => store.skip(key, undefined, { reason: 'no-address', now: NOW }),
    SENT: async (store, key) => {
      await into.SENDING(store, key);
      await store.recordSent(key, { messageId: 'ses-1', now: NOW });
    },
  };
  const states = Object.keys(into) as Delivery['state'][];
  const inState = async (state: Delivery['state']) => {
    const { store, key } = freshStore();
    await into[state](store, key);
    return { store, key, seen: prepared(await store.read(key)) };
  };

  describe(`${name}: a claim`, () => {
    it('makes the record of a delivery that has none', async () => {
      const { store, key } = freshStore();
      expect(await store.read(key)).toBeUndefined();
      expect(await store.claim(key, undefined, claimOf(1), NOW)).toBe(true);
      expect(await store.read(key)).toEqual({
        ...claimOf(1),
        state: 'SENDING',
        version: 1,
        createdAt: NOW,
        dueAt: NOW + 90_000,
      });
    });

    it.each(states)('from nothing is refused when the delivery is %s', async (state) => {
      const { store, key, seen } = await inState(state);
      expect(await store.claim(key, undefined, claimOf(1, 'another'), NOW)).toBe(false);
      expect(await store.read(key)).toEqual(seen);
    });

    it.each(states)('takes a delivery that is %s only as it was seen', async (state) => {
      const { store, key, seen } = await inState(state);
      const older = { ...seen, version: seen.version - 1 };
      expect(await store.claim(key, older, claimOf(2), NOW)).toBe(false);
      expect(await store.read(key)).toEqual(seen);
      expect(await store.claim(key, seen, claimOf(2), NOW + 5)).toBe(true);
      expect(await store.read(key)).toMatchObject({ state: 'SENDING', owner: 'owner-2', attempt: 2, createdAt: NOW });
    });

    it('that is repeated counts as won and counts once', async () => {
      const { store, key } = await inState('SENDING');
      expect(await store.claim(key, undefined, claimOf(1), NOW)).toBe(true);
      expect(await store.read(key)).toMatchObject({ state: 'SENDING', attempt: 1, budget: claimOf(1).budget });
    });

    it.each(['RETRY', 'UNCERTAIN', 'HELD', 'SENT'] as const)('arriving late does not reopen %s', async (state) => {
      const { store, key, seen } = await inState(state);
      expect(await store.claim(key, undefined, claimOf(1), NOW)).toBe(false);
      expect(await store.read(key)).toEqual(seen);
    });

    it('by the same owner in another attempt is another claim', async () => {
      const { store, key } = await inState('SENDING');
      expect(await store.claim(key, undefined, claimOf(2, 'owner-1'), NOW)).toBe(false);
    });

    it('leaves nothing of the doubt before it', async () => {
      const { store, key, seen } = await inState('UNCERTAIN');
      await store.claim(key, seen, claimOf(2), NOW);
      expect(await store.read(key)).not.toMatchObject({ uncertainSince: expect.anything() });
      expect(await store.read(key)).not.toMatchObject({ reason: expect.anything() });
    });
  });

  describe(`${name}: the end of a claim`, () => {
    it('is RETRY after a definite no', async () => {
      const { seen } = await inState('RETRY');
      expect(seen).toEqual({
        ...{ state: 'RETRY', version: 2, createdAt: NOW, attempt: 1, budget: toRetry.budget, resent: false },
        ...{ dueAt: NOW + 1000, reason: 'sending-rate' },
      });
    });

    it('is UNCERTAIN when nobody knows', async () => {
      const { seen } = await inState('UNCERTAIN');
      expect(seen).toEqual({
        ...{ state: 'UNCERTAIN', version: 2, createdAt: NOW, attempt: 1, budget: claimOf(1).budget, resent: false },
        ...{ uncertainSince: NOW, dueAt: NOW + 4000, reason: 'no-answer' },
      });
    });

    it('is not written by another owner, nor in another attempt', async () => {
      const { store, key, seen } = await inState('SENDING');
      for (const other of [claimOf(1, 'another'), claimOf(2, 'owner-1')]) {
        expect(await store.release(key, other, toRetry)).toBe(false);
        expect(await store.doubt(key, other, toDoubt)).toBe(false);
      }
      expect(await store.read(key)).toEqual(seen);
    });

    it.each(['RETRY', 'UNCERTAIN', 'HELD', 'SENT'] as const)('arriving late changes no %s', async (state) => {
      const { store, key, seen } = await inState(state);
      expect(await store.release(key, claimOf(1), toRetry)).toBe(false);
      expect(await store.doubt(key, claimOf(1), toDoubt)).toBe(false);
      expect(await store.read(key)).toEqual(seen);
    });

    it('makes no record where there is none', async () => {
      const { store, key } = freshStore();
      expect(await store.release(key, claimOf(1), toRetry)).toBe(false);
      expect(await store.doubt(key, claimOf(1), toDoubt)).toBe(false);
      expect(await store.read(key)).toBeUndefined();
    });
  });

  describe(`${name}: holding and skipping`, () => {
    it('holds a doubt as it was seen, and a lease that ran out', async () => {
      const { seen } = await inState('HELD');
      expect(seen).toMatchObject({ state: 'HELD', uncertainSince: NOW, reason: 'uncertain' });
      expect(seen).not.toHaveProperty('dueAt');
      const lapsed = await inState('SENDING');
      expect(await lapsed.store.hold(lapsed.key, lapsed.seen, { since: NOW + 90_000 })).toBe(true);
      const held = await lapsed.store.read(lapsed.key);
      expect(held).toMatchObject({ state: 'HELD', uncertainSince: NOW + 90_000 });
      expect(held).not.toHaveProperty('owner');
    });

    it('skips what has no record, and what may be tried again', async () => {
      const { seen } = await inState('SKIPPED');
      expect(seen).toMatchObject({ state: 'SKIPPED', reason: 'no-address', createdAt: NOW, version: 1 });
      const retry = await inState('RETRY');
      expect(await retry.store.skip(retry.key, retry.seen, { reason: 'unverified', now: NOW + 9 })).toBe(true);
      const skipped = await retry.store.read(retry.key);
      expect(skipped).toMatchObject({ state: 'SKIPPED', reason: 'unverified', createdAt: NOW, attempt: 1 });
      expect(skipped).not.toHaveProperty('dueAt');
    });

    it.each(states)('writes nothing over a %s that moved on', async (state) => {
      const { store, key, seen } = await inState(state);
      const older = { ...seen, version: seen.version - 1 };
      expect(await store.hold(key, older, { since: NOW })).toBe(false);
      expect(await store.skip(key, older, { reason: 'unverified', now: NOW })).toBe(false);
      expect(await store.skip(key, undefined, { reason: 'unverified', now: NOW })).toBe(false);
      expect(await store.read(key)).toEqual(seen);
    });
  });

  describe(`${name}: the fact that an email was sent`, () => {
    it.each(states)('ends %s', async (state) => {
      const { store, key, seen } = await inState(state);
      await store.recordSent(key, { messageId: 'ses-1', now: NOW + 1 });
      const sent = await store.read(key);
      expect(sent).toMatchObject({ state: 'SENT', messageId: 'ses-1', attempt: seen.attempt, createdAt: NOW });
      expect(sent?.sentAt).toBe(state === 'SENT' ? NOW : NOW + 1);
      expect(Object.keys(sent ?? {}).filter((f) => /owner|lease|uncertain|dueAt|reason/.test(f))).toEqual([]);
    });

    it('makes a record where there is none', async () => {
      const { store, key } = freshStore();
      await store.recordSent(key, { messageId: 'ses-1', now: NOW });
      expect(await store.read(key)).toMatchObject({
        state: 'SENT',
        attempt: 0,
        budget: NO_BUDGET_SPENT,
        createdAt: NOW,
        sentAt: NOW,
      });
    });

    it('keeps the first message id, and when it was recorded', async () => {
      const { store, key } = await inState('SENT');
      await store.recordSent(key, { messageId: 'ses-2', now: NOW + 1 });
      expect(await store.read(key)).toMatchObject({ state: 'SENT', messageId: 'ses-1', sentAt: NOW });
    });
  });

  describe(`${name}: an event of SES`, () => {
    const event = { type: 'Delivery', messageId: 'ses-1', now: NOW + 7 } as const;

    it.each(states)('makes SENT of %s', async (state) => {
      const { store, key } = await inState(state);
      expect(await store.recordEvent(key, event)).toBe('recorded');
      const sent = await store.read(key);
      expect(sent).toMatchObject({ state: 'SENT', messageId: 'ses-1', events: { Delivery: NOW + 7 }, createdAt: NOW });
      expect(Object.keys(sent ?? {}).filter((f) => /owner|lease|uncertain|dueAt|reason/.test(f))).toEqual([]);
    });

    it('makes no record', async () => {
      const { store, key } = freshStore();
      expect(await store.recordEvent(key, event)).toBe('unknown');
      expect(await store.read(key)).toBeUndefined();
    });

    it('keeps the first time of each type', async () => {
      const { store, key } = await inState('SENT');
      await store.recordEvent(key, event);
      await store.recordEvent(key, { ...event, now: NOW + 9 });
      await store.recordEvent(key, { ...event, type: 'Bounce', now: NOW + 11 });
      expect(await store.read(key)).toMatchObject({ sentAt: NOW, events: { Delivery: NOW + 7, Bounce: NOW + 11 } });
    });

    it('of another message id tells of a second copy, once for each', async () => {
      const { store, key } = await inState('SENT');
      const other = { ...event, messageId: 'ses-2' };
      expect(await store.recordEvent(key, other)).toBe('second-copy');
      expect(await store.recordEvent(key, { ...other, type: 'Send' })).toBe('recorded');
      expect(await store.recordEvent(key, { ...event, messageId: 'ses-3' })).toBe('second-copy');
      expect(await store.recordEvent(key, event)).toBe('recorded');
      expect(await store.read(key)).toMatchObject({ messageId: 'ses-1', otherMessageIds: ['ses-2', 'ses-3'] });
    });

    it('refuses the end of a claim that comes after it', async () => {
      const { store, key } = await inState('SENDING');
      await store.recordEvent(key, event);
      expect(await store.doubt(key, claimOf(1), toDoubt)).toBe(false);
      expect(await store.release(key, claimOf(1), toRetry)).toBe(false);
      expect(await store.claim(key, undefined, claimOf(1), NOW)).toBe(false);
      expect(await store.read(key)).toMatchObject({ state: 'SENT' });
    });
  });

  describe(`${name}: a person's word`, () => {
    it('settles a doubt as sent', async () => {
      const { store, key, seen } = await inState('HELD');
      expect(await store.settle(key, seen, { now: NOW + 5 })).toBe(true);
      const settled = await store.read(key);
      expect(settled).toMatchObject({ state: 'SENT', sentAt: NOW + 5, reason: 'operator' });
      expect(settled).not.toHaveProperty('uncertainSince');
    });

    it('reopens what was held, with the attempts and the re-send that it had', async () => {
      const { store, key, seen } = await inState('HELD');
      expect(await store.reopen(key, seen, { now: NOW + 5 })).toBe(true);
      const reopened = await store.read(key);
      expect(reopened).toMatchObject({ state: 'RETRY', dueAt: NOW + 5, attempt: seen.attempt, resent: seen.resent });
      expect(reopened).not.toHaveProperty('uncertainSince');
    });

    it.each(states.filter((state) => state !== 'SENT'))('forgets a user whose delivery is %s', async (state) => {
      const { store, key, seen } = await inState(state);
      expect(await store.forget(key, seen, { now: NOW + 5 })).toBe(true);
      const forgotten = await store.read(key);
      expect(forgotten).toMatchObject({ state: 'SKIPPED', reason: 'user-deleted', createdAt: NOW });
      expect(Object.keys(forgotten ?? {}).filter((f) => /owner|lease|uncertain|dueAt/.test(f))).toEqual([]);
    });

    it('forgets a user who has no delivery, and marks what was sent', async () => {
      const { store, key } = freshStore();
      expect(await store.forget(key, undefined, { now: NOW + 5 })).toBe(true);
      expect(await store.read(key)).toMatchObject({ state: 'SKIPPED', reason: 'user-deleted', createdAt: NOW + 5 });
      const sent = await inState('SENT');
      expect(await sent.store.forget(sent.key, sent.seen, { now: NOW + 5 })).toBe(true);
      expect(await sent.store.read(sent.key)).toMatchObject({
        state: 'SENT',
        messageId: 'ses-1',
        forgottenAt: NOW + 5,
      });
    });

    it.each(states)('writes nothing over a %s that moved on', async (state) => {
      const { store, key, seen } = await inState(state);
      const older = { ...seen, version: seen.version - 1 };
      expect(await store.settle(key, older, { now: NOW })).toBe(false);
      expect(await store.reopen(key, older, { now: NOW })).toBe(false);
      expect(await store.forget(key, older, { now: NOW })).toBe(false);
      expect(await store.forget(key, undefined, { now: NOW })).toBe(false);
      expect(await store.read(key)).toEqual(seen);
    });
  });

  describe(`${name}: deliveries`, () => {
    it('of other kinds, users and pools are others', async () => {
      const { store, key } = await inState('SENT');
      for (const other of [{ kind: 'console-test' }, { sub: `${key.sub}-2` }, { pool: 'eu-central-1_Other' }]) {
        expect(await store.read({ ...key, ...other })).toBeUndefined();
      }
    });

    it('raise their version with every write', async () => {
      const { store, key, seen } = await inState('HELD');
      expect(seen.version).toBe(3);
      await store.recordSent(key, { messageId: 'ses-1', now: NOW });
      expect(await store.read(key)).toMatchObject({ version: 4 });
    });
  });
}
