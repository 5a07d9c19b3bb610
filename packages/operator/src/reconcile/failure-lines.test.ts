import { expect, it } from 'vitest';
import { failuresIn, linesOf, triggerFailures } from './failure-lines.ts';
import { POOL, SUB } from './missed-user.builder.ts';

const line = (over: Record<string, unknown> = {}) =>
  JSON.stringify({
    level: 'error',
    time: '2026-11-22T10:00:00.000Z',
    code: 'ENQUEUE_FAILED',
    pool: POOL,
    sub: SUB,
    kind: 'confirmed',
    cause: 'sign-up',
    ...over,
  });
const AT = Date.parse('2026-11-22T10:00:00.000Z');

it.each([
  ['a log as it is', `START RequestId\n${line()}\n`],
  ['aws logs tail', `2026-11-22T10:00:00 2026/11/22/[$LATEST]ab ${line()}`],
  [
    'aws logs filter-log-events',
    JSON.stringify({ events: [{ message: `${line()}\n`, eventId: '1' }], searchedLogStreams: [] }, null, 2),
  ],
])('are read from %s', (_, text) => {
  expect(failuresIn(triggerFailures(linesOf(text)), POOL)).toEqual(new Map([[SUB, AT]]));
});

it('count from the first of a user', () => {
  const later = line({ time: '2026-11-22T11:00:00.000Z' });
  expect(failuresIn(triggerFailures([later, line(), later]), POOL)).toEqual(new Map([[SUB, AT]]));
});

it.each([
  ['of another pool', line({ pool: 'eu-central-1_Other' })],
  ['of a password reset', line({ kind: 'password-reset' })],
  ['with another code', line({ code: 'ENQUEUED' })],
  ['without a time', line({ time: 'yesterday' })],
  ['cut off', line().slice(0, 40)],
])('do not count %s', (_, text) => {
  expect(failuresIn(triggerFailures([text]), POOL).size).toBe(0);
});
