import type { PoolUser } from '../stage/pool-user.ts';
import { type DeadLetterSubs, excuse, mayBeDeadLettered } from './excuse.ts';
import type { GoLive } from './go-live.ts';
import { type Look, type LookPorts, lookAtAll, lookThrough } from './look.ts';
import type { MissedUser, Question } from './missing.ts';

/** Who is missed in a pool, and of how many. */
export type Reconciliation = Look & { pool: string; goLive: GoLive; named: boolean };

export type ReconcilePorts = LookPorts & {
  goLive: () => Promise<GoLive>;
  /** Whom the trigger failed, and when (epoch ms), by sub. */
  failures: () => Promise<ReadonlyMap<string, number>>;
  /** Read only where dead letters may explain what is missing. */
  deadLetters: () => Promise<DeadLetterSubs>;
};

/** What is asked: of the whole pool, or of users whom somebody named, whatever time they are of. */
export type Asked = Pick<Question, 'now' | 'graceMs' | 'doubtCapMs' | 'skipped' | 'source'> & {
  pool: string;
  named?: readonly PoolUser[];
};

/** Compares the pool with the table. It changes nothing but the go-live marker, where there was none. */
export async function reconcile(ports: ReconcilePorts, { pool, named, ...asked }: Asked): Promise<Reconciliation> {
  const goLive = await ports.goLive();
  const question = { ...asked, goLive: named ? 0 : goLive.since, failures: await ports.failures() };
  const look = named
    ? { ...(await lookAtAll(ports.states, named, question)), complete: true }
    : await lookThrough(ports, question);
  return { ...look, missed: await excused(ports, look.missed), pool, goLive, named: named !== undefined };
}

async function excused({ deadLetters }: ReconcilePorts, missed: readonly MissedUser[]): Promise<MissedUser[]> {
  if (!missed.some(mayBeDeadLettered)) return [...missed];
  const dead = await deadLetters();
  return missed.map((user) => excuse(user, dead));
}
