import type { Stage } from './stage.ts';
import type { StageConfig } from './stage-config.ts';

/** `pool.id` names a pool if and only if the stage does not make one. */
export function poolMistakes(stage: Stage, { pool: { mode, id }, region }: StageConfig): string[] {
  if (mode === 'create') {
    return id === undefined
      ? []
      : ['pool.id should be left out where pool.mode is create: the stage makes its pool. To use that pool: existing.'];
  }
  if (stage === 'local')
    return ['pool.mode should be create in stage local: a machine has no pool but the one it makes.'];
  if (id === undefined) {
    return ['pool.id is missing: it should be the id of the user pool, for pool.mode is existing.'];
  }
  return id.startsWith(`${region}_`)
    ? []
    : [`pool.id should begin with ${region}_: a stage and its pool live in one region.`];
}
