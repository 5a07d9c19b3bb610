import { type NeedsAttention, readAttention } from '@postconfirm/ledger';
import type { Stage } from '../stage/stage.ts';
import { type Worker, workersOf } from '../stage/workers.ts';
import { type EnqueueFailures, enqueueFailures } from './enqueue-failures.ts';
import { type QueueStatus, queueStatus } from './queue-status.ts';

/** How many deliveries are in such a state, and since when the oldest is. Epoch milliseconds. */
export type Attention = { state: NeedsAttention['state']; count: number; oldestSince: number };

export type StageStatus = {
  queues: QueueStatus[];
  workers: Worker[];
  attention: Attention[];
  enqueueFailed: EnqueueFailures;
};

/** All that tells whether a stage is well. */
export async function stageStatus(stage: Stage, { now, since }: { now: number; since: number }): Promise<StageStatus> {
  const [queues, workers, attention, enqueueFailed] = await Promise.all([
    queueStatus(stage, now),
    workersOf(stage),
    readAttention(stage.clients.dynamodb, stage.tableName),
    enqueueFailures(stage, since),
  ]);
  return { queues, workers, attention: byState(attention), enqueueFailed };
}

/** The oldest comes first in each. */
const byState = (all: readonly NeedsAttention[]): Attention[] =>
  [...Map.groupBy(all, ({ state }) => state)].map(([state, some]) => ({
    state,
    count: some.length,
    oldestSince: some[0]?.since ?? 0,
  }));
