import type { Allowance, MissedUser, Reconciliation } from '@postconfirm/operator/reconcile';
import { createLog, RECONCILER_LINES } from '@postconfirm/runtime';
import { describe, expect, it } from 'vitest';
import { type ReportPorts, report } from './report.ts';

const POOL = 'eu-central-1_aBcDeFgHi';
const ALLOWED: Allowance = { now: 1_000_000, email: false, evenIfStale: false, staleAfterMs: 500_000 };

const missed = (count: number, over: Partial<MissedUser> = {}): MissedUser[] =>
  Array.from({ length: count }, (_, index) => ({
    sub: `sub-${index}`,
    confirmedAt: 900_000,
    logged: false,
    email: 'no-delivery',
    record: 'no-record',
    ...over,
  }));

const found = (users: MissedUser[], over: Partial<Reconciliation> = {}): Reconciliation => ({
  pool: POOL,
  goLive: { since: 0, isNew: false },
  named: false,
  complete: true,
  tally: { 'not-confirmed': 0, disabled: 0, 'too-recent': 0, 'before-go-live': 0, complete: 70, missed: users.length },
  missed: users,
  ...over,
});

/** What one report says, and whom it enqueues where it may. */
async function reported(reconciliation: Reconciliation, { repairs = false, refused = [] as string[] } = {}) {
  const lines: string[] = [];
  const enqueued: string[] = [];
  const log = createLog({
    functionName: 'reconciler',
    lines: RECONCILER_LINES,
    destination: { write: (line) => lines.push(line) },
  });
  const enqueue: ReportPorts['enqueue'] = async (users) => {
    enqueued.push(...users.map(({ sub }) => sub));
    return { enqueued: users.length - refused.length, mailed: 0, refused, gone: 0 };
  };
  await report(
    { look: async () => reconciliation, enqueue: repairs ? enqueue : undefined, allowance: () => ALLOWED, log },
    POOL,
  );
  const said = lines.map((line) => JSON.parse(line));
  return { enqueued, codes: said.map(({ code, count }) => [code, count]), said };
}

describe('a report', () => {
  it('counts who was seen, and says nothing more where nobody is missed', async () => {
    expect((await reported(found([]))).codes).toEqual([['RECONCILE_REPORT', 70]]);
  });

  it('counts who is missed as a metric of the pool, and enqueues nobody', async () => {
    const { codes, said, enqueued } = await reported(found(missed(3)));
    expect(codes).toEqual([
      ['RECONCILE_REPORT', 73],
      ['RECONCILE_MISSING', 3],
    ]);
    expect(said[1]).toMatchObject({ RECONCILE_MISSING: 3, pool: POOL });
    expect(enqueued).toEqual([]);
  });

  it('leaves out whom other alarms tell of: held emails and dead letters', async () => {
    const others = [
      ...missed(1, { email: 'held', record: undefined as never }),
      ...missed(1, { email: 'dead-lettered', record: 'dead-lettered' }),
    ];
    expect((await reported(found(others))).codes).toEqual([['RECONCILE_REPORT', 72]]);
  });

  it('says when it did not come to the end of the pool', async () => {
    expect((await reported(found([], { complete: false }))).codes).toContainEqual(['RECONCILE_INCOMPLETE', undefined]);
  });
});

describe('a report of a stage that repairs', () => {
  it('enqueues whom it may, and says how many', async () => {
    const { codes, enqueued } = await reported(found(missed(3)), { repairs: true });
    expect(enqueued).toEqual(['sub-0', 'sub-1', 'sub-2']);
    expect(codes).toContainEqual(['RECONCILE_APPLIED', 3]);
  });

  it('enqueues nobody who lacks but an email that no line of the trigger names', async () => {
    const { codes, enqueued } = await reported(found(missed(3, { record: undefined as never })), { repairs: true });
    expect(enqueued).toEqual([]);
    expect(codes.map(([code]) => code)).not.toContain('RECONCILE_APPLIED');
  });

  it.each([
    ['more than the cap are missed', found(missed(11)), 'too-many'],
    ['the table is new', found(missed(1), { goLive: { since: 0, isNew: true } }), 'new-table'],
  ])('refuses where %s', async (_, reconciliation, reason) => {
    const { enqueued, said } = await reported(reconciliation, { repairs: true });
    expect(enqueued).toEqual([]);
    expect(said.at(-1)).toMatchObject({ code: 'RECONCILE_REFUSED', reason });
  });

  it('says how many the queue did not take', async () => {
    const { codes } = await reported(found(missed(3)), { repairs: true, refused: ['sub-1'] });
    expect(codes.slice(-2)).toEqual([
      ['RECONCILE_APPLIED', 2],
      ['TARGET_REFUSED', 1],
    ]);
  });
});
