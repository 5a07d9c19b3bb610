import { type Attention as Attended, readAttention } from '@postconfirm/ledger';
import type { Stage } from '../stage/stage.ts';
import { type Worker, workersOf } from '../stage/workers.ts';
import { type EnqueueFailures, enqueueFailures } from './enqueue-failures.ts';
import { type PoolTrigger, poolTrigger } from './pool-trigger.ts';
import { type QueueStatus, queueStatus } from './queue-status.ts';

/** How many deliveries are in such a state, and since when the oldest is in doubt. Epoch milliseconds. */
export type Attention = { state: 'UNCERTAIN' | 'HELD'; count: number; oldestSince: number };

export type StageStatus = {
  queues: QueueStatus[];
  workers: Worker[];
  attention: Attention[];
  enqueueFailed: EnqueueFailures;
  trigger: PoolTrigger;
};

/** All that tells whether a stage is well. */
export async function stageStatus(stage: Stage, { now, since }: { now: number; since: number }): Promise<StageStatus> {
  const [queues, workers, attention, enqueueFailed, trigger] = await Promise.all([
    queueStatus(stage, now),
    workersOf(stage),
    readAttention(stage.clients.dynamodb, stage.tableName),
    enqueueFailures(stage, since),
    poolTrigger(stage),
  ]);
  return { queues, workers, attention: byState(attention), enqueueFailed, trigger };
}

/** A delivery may have left the index's states since the index was written: such a one needs nobody any more. */
const byState = (attended: readonly Attended[]): Attention[] =>
  (['UNCERTAIN', 'HELD'] as const).flatMap((state) => {
    const times = attended.flatMap(({ delivery }) => (delivery.state === state ? [delivery.uncertainSince ?? 0] : []));
    return times.length === 0
      ? []
      : [{ state, count: times.length, oldestSince: times.reduce((a, b) => Math.min(a, b)) }];
  });
