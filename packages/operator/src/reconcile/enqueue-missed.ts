import type { Message } from '@postconfirm/contract';
import type { PoolUser } from '../stage/pool-user.ts';
import { isUser, type MissedUser } from './missing.ts';
import { reconciledMessage } from './reconciled-message.ts';
import { type Allowance, effectsFor } from './repair.ts';

/**
 * What became of those who were to be enqueued. `gone`: deleted, disabled or no longer confirmed since they were looked
 * at.
 */
export type Enqueued = { enqueued: number; mailed: number; refused: string[]; gone: number };

export type EnqueuePorts = {
  find: (sub: string) => Promise<PoolUser | undefined>;
  /** The subjects of those that the queue did not take. */
  send: (messages: readonly Message[]) => Promise<string[]>;
};

type Wanted = { pool: string; allowance: Allowance; customAttributes: readonly string[] };

/** Users read from the pool before the first of them is sent. */
const BATCH = 10;

/** Asks again for what these users lack, by the ingress queue. Each is read from the pool anew: the look kept subs alone. */
export async function enqueueMissed(
  { find, send }: EnqueuePorts,
  users: readonly MissedUser[],
  wanted: Wanted,
): Promise<Enqueued> {
  const result: Enqueued = { enqueued: 0, mailed: 0, refused: [], gone: 0 };
  for (let start = 0; start < users.length; start += BATCH) {
    const messages: Message[] = [];
    for (const user of users.slice(start, start + BATCH)) {
      const known = await find(user.sub);
      if (known === undefined || !isUser(known)) result.gone += 1;
      else messages.push(messageFor(known, user, wanted));
    }
    const refused = await send(messages);
    const taken = messages.filter(({ subject }) => !refused.includes(subject));
    result.enqueued += taken.length;
    result.mailed += taken.filter(({ data }) => data.effects?.includes('email')).length;
    result.refused.push(...refused);
  }
  return result;
}

function messageFor(known: PoolUser, user: MissedUser, { pool, allowance, customAttributes }: Wanted): Message {
  return reconciledMessage(known, {
    pool,
    effects: effectsFor(user, allowance),
    now: allowance.now,
    confirmedAt: user.confirmedAt,
    evenIfStale: allowance.evenIfStale,
    customAttributes,
  });
}
