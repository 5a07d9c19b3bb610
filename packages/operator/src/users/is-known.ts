import type { UserKey } from '@postconfirm/ledger';
import { poolUserByName } from '../stage/find-in-pool.ts';
import type { Stage } from '../stage/stage.ts';
import { userItems } from './user-items.ts';

/** Whether the table or the pool has anything of a user. */
export async function isKnown(stage: Stage, key: UserKey): Promise<boolean> {
  const { items } = await userItems(stage, key);
  return items.length > 0 || (await poolUserByName(stage, key.pool, key.sub)) !== undefined;
}
