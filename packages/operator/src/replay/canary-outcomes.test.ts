import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { encodeMessage } from '@postconfirm/contract';
import { type SourceState, UNFETCHED, type UserRecord } from '@postconfirm/ledger';
import { expect, it } from 'vitest';
import type { Stage } from '../stage/stage.ts';
import { enriched, saidByWorker } from './canary-outcomes.ts';
import { aDeadLetter, aMessage } from './dead-letter.builder.ts';

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

it.each([
  ['MESSAGE_DONE', 'confirmed', 'done'],
  ['MESSAGE_DUPLICATE', 'confirmed', 'done'],
  ['MESSAGE_RETRY', 'confirmed', 'waiting'],
  ['MESSAGE_DONE', 'password-reset', 'waiting'],
])('a copy of a worker that the ledger does not know is known by its log: %s of %s', async (code, kind, outcome) => {
  const asked: unknown[] = [];
  const send = async ({ input }: { input: unknown }) => {
    asked.push(input);
    return { events: [{ timestamp: 1, message: JSON.stringify({ code, kind, sub: 'u1' }) }] };
  };
  const logs = Object.assign(new CloudWatchLogsClient({ region: 'eu-central-1' }), { send });
  const stage = { name: 'prod', clients: { logs } } as unknown as Stage;
  const letter = aDeadLetter({ body: encodeMessage(aMessage({ subject: 'u1' })) });
  expect(await saidByWorker(stage, 'audit-worker', 42)([letter])).toEqual([outcome]);
  expect(asked).toMatchObject([
    { logGroupName: '/aws/lambda/postconfirm-prod-audit-worker', startTime: 42, filterPattern: '{ $.sub = "u1" }' },
  ]);
});
