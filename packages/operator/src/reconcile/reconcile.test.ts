import { expect, it } from 'vitest';
import { NO_CHECKPOINT } from './look.ts';
import { aPoolUser, HOUR, NOW, POOL, SUB } from './missed-user.builder.ts';
import { type ReconcilePorts, reconcile } from './reconcile.ts';

const ASKED = { pool: POOL, now: NOW, graceMs: HOUR, doubtCapMs: 4 * HOUR };

/** A pool of one user, of whom the table knows nothing. */
function world(over: Partial<ReconcilePorts> = {}) {
  const looked: string[] = [];
  const ports: ReconcilePorts = {
    page: async () => ({ users: [aPoolUser()] }),
    states: async (subs) => subs.map(() => ({ delivery: undefined, record: undefined })),
    checkpoint: NO_CHECKPOINT,
    mayGoOn: () => true,
    seen: () => undefined,
    goLive: async () => ({ since: NOW - 24 * HOUR, isNew: false }),
    failures: async () => new Map(),
    deadLetters: async () => {
      looked.push('dead letters');
      return {};
    },
    ...over,
  };
  return { ports, looked };
}

it('looks at dead letters only where one may explain what is missing', async () => {
  const missing = world();
  expect((await reconcile(missing.ports, ASKED)).missed).toHaveLength(1);
  expect(missing.looked).toEqual(['dead letters']);

  const nobody = world({ page: async () => ({ users: [] }) });
  expect((await reconcile(nobody.ports, ASKED)).missed).toEqual([]);
  expect(nobody.looked).toEqual([]);
});

it('says of whom a dead letter is', async () => {
  const { ports } = world({ deadLetters: async () => ({ confirmations: new Set([SUB]) }) });
  expect((await reconcile(ports, ASKED)).missed).toMatchObject([{ email: 'dead-lettered', record: 'dead-lettered' }]);
});

it('misses nobody in a table that it has just marked', async () => {
  const { ports } = world({ goLive: async () => ({ since: NOW, isNew: true }) });
  const { missed, tally, goLive } = await reconcile(ports, ASKED);
  expect([missed, tally['before-go-live'], goLive.isNew]).toEqual([[], 1, true]);
});

it('judges whom somebody named, whatever time they are of, and nobody else', async () => {
  const { ports } = world({ page: () => Promise.reject(new Error('nobody asked for the pool')) });
  const named = [aPoolUser({ createdAt: 0, modifiedAt: 0 })];
  const found = await reconcile(ports, { ...ASKED, named });
  expect(found).toMatchObject({ named: true, complete: true, missed: [{ sub: SUB, confirmedAt: 0 }] });
});
