import { expect, it } from 'vitest';
import { parseUserPartition, userPartition } from './user-partition.ts';

it('names a user, and tells whom it names', () => {
  const user = { pool: 'eu-central-1_Abc', sub: '3f1c-0a52' };
  expect(parseUserPartition(userPartition(user.pool, user.sub))).toEqual(user);
});

it.each(['EVENT-FLOW', 'USER#only-a-pool', 'USER##sub', 'USER#a#b#c'])('refuses %s, which is no user', (partition) => {
  expect(() => parseUserPartition(partition)).toThrow('of no user');
});
