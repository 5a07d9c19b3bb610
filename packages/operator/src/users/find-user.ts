import { IDENTIFIER } from '@postconfirm/contract';
import type { UserKey } from '@postconfirm/ledger';
import { poolUserByEmail, poolUserByName } from '../stage/find-in-pool.ts';
import { poolOf } from '../stage/pool-of.ts';
import type { PoolUser } from '../stage/pool-user.ts';
import type { Stage } from '../stage/stage.ts';
import { type UserItems, userItems } from './user-items.ts';

export type FoundUser = { key: UserKey; items: UserItems; poolUser: PoolUser | undefined };

/** Whom the operator means, by sub, userName or email. A word that nobody knows counts as a sub: its messages may be under way. */
export async function findUser(stage: Stage, who: string): Promise<FoundUser> {
  const pool = poolOf(stage);
  const bySub = IDENTIFIER.test(who) ? await userItems(stage, { pool, sub: who }) : NOTHING;
  const poolUser = await inPool(stage, pool, who);
  if (bySub.items.length > 0 || poolUser === undefined) return { key: { pool, sub: who }, items: bySub, poolUser };
  const key = { pool, sub: poolUser.sub };
  return { key, items: await userItems(stage, key), poolUser };
}

const NOTHING: UserItems = { deliveries: [], items: [] };

async function inPool(stage: Stage, pool: string, who: string): Promise<PoolUser | undefined> {
  const byName = await poolUserByName(stage, pool, who);
  return byName ?? (who.includes('@') ? poolUserByEmail(stage, pool, who) : undefined);
}
