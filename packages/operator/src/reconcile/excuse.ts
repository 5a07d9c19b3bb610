import type { QueueName } from '@postconfirm/contract';
import type { MissedUser } from './missing.ts';

/** The subs whose dead letters lie in each dead-letter queue. */
export type DeadLetterSubs = Partial<Record<QueueName, ReadonlySet<string>>>;

/** Whether anybody lacks what a dead letter may explain: only then is it worth a look at the dead letters. */
export const mayBeDeadLettered = ({ email, record }: MissedUser): boolean =>
  email === 'no-delivery' || email === 'overdue' || record !== undefined;

/** The user with what a dead letter explains marked so: it is to be replayed, not made anew. */
export function excuse(user: MissedUser, dead: DeadLetterSubs): MissedUser {
  const has = (queue: QueueName) => dead.confirmations?.has(user.sub) || dead[queue]?.has(user.sub);
  const { email, record } = user;
  const pending = email === 'no-delivery' || email === 'overdue';
  return {
    ...user,
    ...(pending && has('email') && { email: 'dead-lettered' }),
    ...(record !== undefined && has('enrichment') && { record: 'dead-lettered' }),
  };
}
