import { expect, it } from 'vitest';
import { auditRow } from './audit-row.ts';

const startedAt = Date.parse('2026-03-10T12:00:00.000Z');
const who = 'arn:aws:sts::111122223333:assumed-role/operators/ada';

it('shows a replay that names no user: what it was of, how it ended and who did it', () => {
  const filter = { queue: 'email', reasons: ['attempts'], ids: [], users: ['a', 'b', 'c', 'd'], again: false };
  const counts = { seen: 3, replayed: 3, failed: 0 };
  const row = auditRow({
    command: 'dlq replay',
    startedAt,
    endedAt: startedAt + 1,
    who,
    why: 'mended',
    filter,
    counts,
  });
  expect(row).toEqual({
    at: '2026-03-10T12:00Z',
    command: 'dlq replay',
    about: 'queue=email reasons=attempts users=(4)',
    end: 'done',
    counts: 'seen=3 replayed=3',
    who: 'assumed-role/operators/ada',
    why: 'mended',
  });
});

it.each([
  ['one that stopped', { endedAt: startedAt, ended: 'canary-failed' }, 'canary-failed'],
  ['one without an end', {}, 'none yet'],
])('shows how %s ended', (_what, fields, end) => {
  expect(auditRow({ command: 'pause', startedAt, who, ...fields })).toMatchObject({ end, about: '', counts: '' });
});
