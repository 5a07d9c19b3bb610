import { expect, it } from 'vitest';
import { aDeadLetter } from '../replay/dead-letter.builder.ts';
import { mayWait } from './waiting-email.ts';

const CONFIRMED = { poolUser: { createdAt: 1, status: 'CONFIRMED', enabled: true }, deliveries: [], deadLetters: [] };
const record = { cause: 'sign-up', known: undefined };

it.each([
  ['confirmed, and nothing else is known', CONFIRMED, true],
  ['enqueued, though the pool has them no more', { ...CONFIRMED, poolUser: undefined, record }, true],
  ['not confirmed', { ...CONFIRMED, poolUser: { ...CONFIRMED.poolUser, status: 'UNCONFIRMED' } }, false],
  ['forgotten', { ...CONFIRMED, record: { deletedAt: 5, known: undefined } }, false],
  ['a dead letter tells of', { ...CONFIRMED, deadLetters: [aDeadLetter()] }, false],
])('knows whether the email of a user may still wait who is %s', (_who, known, waits) => {
  expect(mayWait(known)).toBe(waits);
});
