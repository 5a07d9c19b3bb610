import { CONFIRMATION_QUEUES } from '@postconfirm/contract';
import { openDeadLetterBoxes } from '../dead-letters/dead-letter-box.ts';
import { logGroupOf } from '../stage/log-lines.ts';
import type { Stage } from '../stage/stage.ts';
import { deadLetterSubs } from './dead-letter-subs.ts';
import { failuresIn } from './failure-lines.ts';
import { readGoLive } from './go-live.ts';
import { loggedFailures } from './logged-failures.ts';
import type { Checkpoint } from './look.ts';
import type { ReconcilePorts } from './reconcile.ts';
import type { UserDirectory } from './user-directory.ts';
import { userStates } from './user-states.ts';

type Given = {
  pool: string;
  directory: UserDirectory;
  checkpoint: Checkpoint;
  now: number;
  /** How far back the trigger's log is read (epoch ms); or what a file of it said. */
  failures: { since: number } | ReadonlyMap<string, number>;
  signal: AbortSignal;
  seen: (count: number) => void;
};

/** How the command reaches what a reconciliation reads. */
export function stagePorts(stage: Stage, given: Given): ReconcilePorts {
  const { clients, tableName } = stage;
  const { pool, directory, checkpoint, now, failures, signal, seen } = given;
  const table = { client: clients.dynamodb, tableName, pool };
  return {
    page: directory.page,
    states: userStates(table),
    checkpoint,
    mayGoOn: () => !signal.aborted,
    seen,
    goLive: () => readGoLive(table, now),
    async failures() {
      if (!('since' in failures)) return failures;
      const logGroupName = logGroupOf(stage, 'trigger');
      return failuresIn(await loggedFailures(clients.logs, { logGroupName, since: failures.since, signal }), pool);
    },
    async deadLetters() {
      // What an interrupted look found is not reported: nobody in it needs an excuse.
      if (signal.aborted) return {};
      return deadLetterSubs(await openDeadLetterBoxes(stage, CONFIRMATION_QUEUES), pool, signal);
    },
  };
}
