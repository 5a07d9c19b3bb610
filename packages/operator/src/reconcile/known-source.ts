import { OperatorError } from '../operator-error.ts';
import { enrichmentWorkerRules } from '../stage/enrichment-worker.ts';
import type { Stage } from '../stage/stage.ts';

/**
 * Everybody lacks the data of a source that nobody asks.
 * @throws OperatorError `usage` when the stage's enrichment worker does not know it.
 */
export async function refuseUnknownSource(stage: Stage, source: string): Promise<void> {
  const { sources } = await enrichmentWorkerRules(stage);
  if (sources.includes(source)) return;
  const known = sources.length === 0 ? 'it asks none' : `it asks ${sources.join(', ')}`;
  throw new OperatorError('usage', `Stage ${stage.name} asks no source ${source}: ${known}.`);
}
