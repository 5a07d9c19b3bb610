import type { Message } from '@postconfirm/contract';
import type { DeliveryKey } from '@postconfirm/ledger';
import { reconciledMessage } from '../reconcile/reconciled-message.ts';
import { poolUserByName } from '../stage/find-in-pool.ts';
import type { Stage } from '../stage/stage.ts';

/** The message, or why there can be none, in a sentence. */
export type Rebuilt = { message: Message } | { says: string };

const GONE =
  'The pool does not know the user any more. Forget them with `user forget`, or settle it with `email resolve --sent`.';

/** The message of a delivery whose dead letter expired, from what the pool knows of the user, for the email alone. */
export async function rebuiltMessage(stage: Stage, { pool, sub, kind }: DeliveryKey, now: number): Promise<Rebuilt> {
  if (kind !== 'confirmed') return { says: 'It belongs to no user of a pool: it cannot be made again.' };
  const user = await poolUserByName(stage, pool, sub);
  if (user === undefined) return { says: GONE };
  if (user.status === 'UNCONFIRMED') return { says: 'The pool does not hold the user as confirmed.' };
  const asking = { pool, effects: ['email' as const], evenIfStale: false, customAttributes: [] };
  // Wanted now, by a person: whatever its age, it counts from here.
  return { message: reconciledMessage(user, { ...asking, now, confirmedAt: now }) };
}
