import type { Capability, WorkerEntry } from '@postconfirm/contract';

/** The one worker that uses what is there once. Throws if none does: `parseStageConfig` refuses such a list. */
export function workerUsing<W extends Pick<WorkerEntry, 'uses'>>(
  capability: Exclude<Capability, 'table'>,
  workers: readonly W[],
): W {
  const found = workers.find(({ uses }) => uses.includes(capability));
  if (!found) throw new Error(`No worker uses ${capability}.`);
  return found;
}
