import { type SourceState, UNFETCHED, type UserRecord } from '@postconfirm/ledger';
import { expect, it } from 'vitest';
import { enriched } from './canary-outcomes.ts';

const REPLAYS = 2;
const source = (status: SourceState['status'], replays: number): SourceState => ({ ...UNFETCHED, status, replays });
const writeBack = (status: 'done' | 'failed', replays: number) => ({ ...UNFETCHED, status, replays, hash: 'h' });

it.each<[string, UserRecord | undefined, string]>([
  ['has not begun', undefined, 'waiting'],
  ['has not come to the source that failed before', { sources: { crm: source('failed', 1) } }, 'waiting'],
  ['saw the source fail again', { sources: { crm: source('failed', REPLAYS) } }, 'failed'],
  ['waits for one of two sources', { sources: { crm: source('ok', 1), loyalty: source('pending', 2) } }, 'waiting'],
  ['has all of its sources', { sources: { crm: source('ok', 1), loyalty: source('ok', REPLAYS) } }, 'done'],
  [
    'has not written back what failed before',
    { sources: { crm: source('ok', 2) }, writeBack: writeBack('failed', 1) },
    'waiting',
  ],
  [
    'could not write back again',
    { sources: { crm: source('ok', 2) }, writeBack: writeBack('failed', REPLAYS) },
    'failed',
  ],
])('a copy that %s is known by the mark that it leaves', (_, record, outcome) => {
  expect(enriched(record, REPLAYS)).toBe(outcome);
});

it('a copy of a forgotten user has nothing left to do', () => {
  expect(enriched('deleted', REPLAYS)).toBe('done');
});
