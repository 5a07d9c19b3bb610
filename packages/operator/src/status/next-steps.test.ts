import { WORKERS } from '@postconfirm/contract';
import { expect, it } from 'vitest';
import type { Worker } from '../stage/workers.ts';
import { agingOf, type NextStep, nextSteps } from './next-steps.ts';
import type { QueueStatus } from './queue-status.ts';
import type { StageStatus } from './stage-status.ts';

const NOW = Date.UTC(2026, 10, 27, 5, 0, 0);
const EMPTY = { waiting: 0, inFlight: 0, delayed: 0 };

const worker = (name: string, queue: Worker['queue'], state = 'Enabled'): Worker => ({
  name,
  queue,
  mapping: name,
  state,
});

const HEALTHY: StageStatus = {
  queues: [],
  workers: WORKERS.map(({ name, queue }) => worker(name, queue)),
  attention: [],
  enqueueFailed: { since: NOW - 86_400_000, count: 1, subs: ['repaired'], unrepaired: [] },
  trigger: 'attached',
};

it('has nothing to say of a stage that is well', () => {
  const queues: QueueStatus[] = [
    { queue: 'email', ...EMPTY, waiting: 3 },
    { queue: 'email-dlq', ...EMPTY },
  ];
  expect(nextSteps({ ...HEALTHY, queues }, NOW)).toEqual([]);
});

it.each<[string, Partial<StageStatus>, NextStep]>([
  [
    'dead letters, also those in flight',
    { queues: [{ queue: 'email-dlq', ...EMPTY, inFlight: 2 }] },
    { wrong: '2 messages of email died.', command: 'dlq list --queue email' },
  ],
  [
    'a paused worker',
    { workers: [...HEALTHY.workers.slice(1), worker('fan-out', 'confirmations', 'Disabled')] },
    {
      wrong: 'fan-out is paused (Disabled): queue confirmations is empty, and ages as soon as it fills.',
      command: 'resume fan-out',
    },
  ],
  [
    'a queue without a worker',
    { workers: HEALTHY.workers.slice(1) },
    { wrong: 'Nothing consumes queue confirmations: its worker has no mapping.', command: 'doctor' },
  ],
  [
    'deliveries that a person decides',
    { attention: [{ state: 'HELD', count: 1, oldestSince: NOW - 3_600_000 }] },
    {
      wrong: '1 delivery is HELD, the oldest for 1 h: a person decides.',
      command: 'email resolve',
    },
  ],
  [
    'doubts',
    { attention: [{ state: 'UNCERTAIN', count: 2, oldestSince: NOW - 60_000 }] },
    {
      wrong:
        "2 deliveries are UNCERTAIN, the oldest for 1 min: SES's events, or their silence, settle it within hours.",
    },
  ],
  [
    'a pool that calls the trigger no more',
    { trigger: 'detached' },
    { wrong: 'The pool does not call the trigger: nobody who confirms is welcomed.', command: 'attach' },
  ],
  [
    'users whom SQS refused',
    { enqueueFailed: { since: NOW, count: 3, subs: ['a', 'b', 'c'], unrepaired: ['a', 'b'] } },
    { wrong: '2 users were not enqueued since 2026-11-27T05:00Z, and got nothing yet.', command: 'reconcile' },
  ],
])('names what to run next for %s', (_what, changes, step) => {
  expect(nextSteps({ ...HEALTHY, ...changes }, NOW)).toEqual([step]);
});

it('says of a paused queue when loss begins, where CloudWatch knows', () => {
  const email: QueueStatus = { queue: 'email', ...EMPTY, waiting: 1, delayed: 1 };
  expect(agingOf('email', [email])).toBe('2 messages of queue email age, and SQS deletes each after its 14 days.');
  expect(agingOf('email', [{ ...email, firstExpiresAt: NOW }])).toContain('the first about 2026-11-27T05:00Z.');
  expect(agingOf('email', [])).toContain('queue email is empty');
});
