import { NO_BUDGET_SPENT } from './budget.ts';
import type { Claim, Delivery, DeliveryKey, DeliveryStore, Seen } from './delivery.ts';

/** Fields that say what may still happen; a delivery that came to its end has none of them. */
const OVER_WHEN_SETTLED = ['owner', 'leaseUntil', 'uncertainSince', 'dueAt'] as const;
const OVER_WHEN_SENT = [...OVER_WHEN_SETTLED, 'reason'] as const;

/** Under what a delivery lies among `items`. */
export const deliveryId = ({ pool, sub, kind }: DeliveryKey): string => `${pool} ${sub} ${kind}`;

type Change = Partial<Delivery> & { state: Delivery['state'] };

/**
 * The ledger in memory, for tests and simulation. `delivery-store.contract.ts` holds it to what the table does. `items`
 * holds its deliveries, for those who put others there; a delivery itself never changes.
 */
export function createMemoryDeliveryStore(items = new Map<string, Delivery>()): DeliveryStore {
  const find = (key: DeliveryKey): Seen => items.get(deliveryId(key));

  const write = (key: DeliveryKey, change: Change, remove: readonly (keyof Delivery)[]): true => {
    const old = find(key) ?? { version: 0, createdAt: 0, attempt: 0, budget: NO_BUDGET_SPENT, resent: false };
    const entries = Object.entries({ ...old, ...change, version: old.version + 1 });
    const kept = entries.filter(([field]) => !(remove as readonly string[]).includes(field));
    items.set(deliveryId(key), Object.fromEntries(kept) as Delivery);
    return true;
  };
  const isMine = (key: DeliveryKey, { owner, attempt }: Claim) => {
    const item = find(key);
    return item?.state === 'SENDING' && item.owner === owner && item.attempt === attempt;
  };
  const isAsSeen = (key: DeliveryKey, seen: Seen) => find(key)?.version === seen?.version;
  const createdAt = (key: DeliveryKey, now: number) => ({ createdAt: find(key)?.createdAt ?? now });

  return {
    // Every write puts a new object in the place of the old one: what was read never changes.
    read: async (key) => find(key),
    claim: async (key, seen, claim, now) =>
      (isAsSeen(key, seen) || isMine(key, claim)) &&
      write(key, { ...claim, ...createdAt(key, now), state: 'SENDING', dueAt: claim.leaseUntil }, [
        'uncertainSince',
        'reason',
      ]),
    release: async (key, claim, to) =>
      isMine(key, claim) && write(key, { ...to, state: 'RETRY' }, ['owner', 'leaseUntil']),
    doubt: async (key, claim, { since, dueAt, reason }) =>
      isMine(key, claim) &&
      write(key, { state: 'UNCERTAIN', uncertainSince: since, dueAt, reason }, ['owner', 'leaseUntil']),
    hold: async (key, seen, { since }) =>
      isAsSeen(key, seen) &&
      write(key, { state: 'HELD', uncertainSince: since, reason: 'uncertain' }, ['owner', 'leaseUntil', 'dueAt']),
    skip: async (key, seen, { reason, now }) =>
      isAsSeen(key, seen) && write(key, { ...createdAt(key, now), state: 'SKIPPED', reason }, ['dueAt']),
    async recordSent(key, { messageId, now }) {
      const { messageId: firstId = messageId, sentAt = now } = find(key) ?? {};
      const fact = { ...createdAt(key, now), state: 'SENT', messageId: firstId, sentAt } as const;
      write(key, fact, OVER_WHEN_SENT);
    },
    async recordEvent(key, { type, messageId, now }) {
      const { messageId: firstId = messageId, sentAt = now, events, otherMessageIds = [] } = find(key) ?? {};
      if (find(key) === undefined) return 'unknown';
      const isNew = messageId !== firstId && !otherMessageIds.includes(messageId);
      const ids = isNew ? { otherMessageIds: [...otherMessageIds, messageId] } : {};
      const seen = { [type]: now, ...events };
      write(key, { state: 'SENT', messageId: firstId, sentAt, events: seen, ...ids }, OVER_WHEN_SENT);
      return isNew ? 'second-copy' : 'recorded';
    },
    settle: async (key, seen, { now }) =>
      isAsSeen(key, seen) && write(key, { state: 'SENT', sentAt: now, reason: 'operator' }, OVER_WHEN_SETTLED),
    reopen: async (key, seen, { now }) =>
      isAsSeen(key, seen) && write(key, { state: 'RETRY', dueAt: now, reason: 'operator' }, ['uncertainSince']),
    async forget(key, seen, { now }) {
      if (!isAsSeen(key, seen)) return false;
      // Stryker disable next-line ArrayDeclaration: the mutant removes a field that no delivery has.
      if (seen?.state === 'SENT') return write(key, { state: 'SENT', forgottenAt: now }, []);
      return write(key, { ...createdAt(key, now), state: 'SKIPPED', reason: 'user-deleted' }, OVER_WHEN_SETTLED);
    },
  };
}
