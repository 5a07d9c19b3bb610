import type { WorkerName } from '@postconfirm/contract';
import type { StageConfig } from '@postconfirm/infra/config/stage-config.ts';
import { workerPlan } from './plan.ts';
import { QUOTAS } from './quotas.ts';

/** Milliseconds from a message's arrival to the receive that brings it: a long poll answers at once. Assumed. */
export const GATHER_MS = { least: 1, most: 20 };

/** Milliseconds that a new environment takes to start. Assumed; it counts once for each environment. */
export const INIT_MS = 500;

export const mappingNumbers = (config: StageConfig, worker: WorkerName) => {
  const { batchSize, concurrency, timeoutMs } = workerPlan(config, worker);
  return { batchSize, maximumConcurrency: concurrency, timeoutMs };
};

/** Batches that a mapping may have at work after having had work for so long (ms), as its pollers grow. */
export function mostBatches(config: StageConfig, worker: WorkerName): (busyMs: number) => number {
  const { leastPollers } = workerPlan(config, worker);
  if (leastPollers !== undefined) {
    const { batchesPerPoller, perMinute } = QUOTAS.provisioned;
    const atOnce = batchesPerPoller * leastPollers;
    return (busyMs) => atOnce + Math.floor((busyMs / 60_000) * perMinute);
  }
  const { atOnce, perMinute, most } = QUOTAS.batches;
  return (busyMs) => Math.min(most, atOnce + Math.floor((busyMs / 60_000) * perMinute));
}
