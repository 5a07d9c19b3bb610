import path from 'node:path';
import { OperatorError } from '../operator-error.ts';
import { reconcilerSettings } from '../stage/reconciler.ts';
import type { Stage } from '../stage/stage.ts';
import { checkpointFile } from './checkpoint-file.ts';
import { refuseUnknownSource } from './known-source.ts';
import { seenBy } from './look.ts';
import { type NamedUsers, namedUsers } from './named-users.ts';
import { pacedCalls } from './paced.ts';
import { type Reconciliation, reconcile } from './reconcile.ts';
import type { ReconcileSettings } from './reconcile-settings.ts';
import { stagePorts } from './stage-ports.ts';
import { type UserDirectory, userDirectory } from './user-directory.ts';

export type ReconcileOptions = {
  /** Requests a second that the pool is asked. */
  rate: number;
  /** How far back the trigger's log is read, in milliseconds. */
  since: number;
  fromLogs?: string;
  users?: string;
  skipped?: string;
  source?: string;
  /** Folder of interrupted looks. */
  folder: string;
  restart?: true;
};

/** A look at a stage, and what a repair needs of it. */
export type StageReconciliation = {
  found: Reconciliation;
  named: NamedUsers | undefined;
  directory: UserDirectory;
  settings: ReconcileSettings;
};

type Run = { pool: string; now: number; signal: AbortSignal; seen: (count: number) => void };

/** Compares the pool of a stage with its table, by the rules of its deployed reconciler. */
export async function reconcileStage(stage: Stage, options: ReconcileOptions, run: Run): Promise<StageReconciliation> {
  const { pool, now, signal, seen } = run;
  const { rate, since, skipped, source } = options;
  if (source !== undefined) await refuseUnknownSource(stage, source);
  const settings = await reconcilerSettings(stage);
  const directory = userDirectory(stage.clients.cognito, pool, pacedCalls(rate));
  const named = await namedUsers(directory, options, run);
  const checkpoint = checkpointFile({ file: path.join(options.folder, `${stage.name}-${pool}.jsonl`), now });
  if (options.restart) await checkpoint.end();
  const failures = options.fromLogs === undefined ? { since: now - since } : (named?.failures ?? new Map());
  const found = await reconcile(stagePorts(stage, { pool, directory, checkpoint, now, failures, signal, seen }), {
    pool,
    now,
    graceMs: settings.graceSeconds * 1000,
    doubtCapMs: settings.doubtCapSeconds * 1000,
    ...(skipped !== undefined && { skipped }),
    ...(source !== undefined && { source }),
    ...(named && { named: named.users }),
  });
  if (!found.complete) throw interrupted(seenBy(found.tally));
  return { found, named, directory, settings };
}

const interrupted = (seen: number) =>
  new OperatorError('interrupted', `Interrupted after ${seen} users: the same command goes on there.`);
