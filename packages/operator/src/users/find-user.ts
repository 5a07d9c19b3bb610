import type { UserKey } from '@postconfirm/ledger';
import { OperatorError } from '../operator-error.ts';
import { poolUserByEmail, poolUserByName } from '../stage/find-in-pool.ts';
import { poolOf } from '../stage/pool-of.ts';
import type { PoolUser } from '../stage/pool-user.ts';
import type { Stage } from '../stage/stage.ts';
import { isSub } from './sub.ts';
import { type UserItems, userItems } from './user-items.ts';

export type FoundUser = { key: UserKey; items: UserItems; poolUser: PoolUser | undefined };

/**
 * Whom the operator means, by sub, userName or email. A sub may be of a user whom nobody knows: their messages may be
 * under way.
 * @throws OperatorError `nothing` when it is another word, and nobody knows it.
 */
export async function findUser(stage: Stage, who: string): Promise<FoundUser> {
  const pool = await poolOf(stage);
  const poolUser = await inPool(stage, pool, who);
  if (poolUser === undefined && !isSub(who)) throw new OperatorError('nothing', nobody(pool));
  const key = { pool, sub: poolUser?.sub ?? who };
  return { key, items: await userItems(stage, key), poolUser };
}

/** What was asked for stays out of it: it may be an address. */
export const nobody = (pool: string) =>
  `Nothing is known of this user in pool ${pool}: neither the pool nor the table has them. Check --pool and the spelling.`;

async function inPool(stage: Stage, pool: string, who: string): Promise<PoolUser | undefined> {
  const byName = await poolUserByName(stage, pool, who);
  return byName ?? (who.includes('@') ? poolUserByEmail(stage, pool, who) : undefined);
}
