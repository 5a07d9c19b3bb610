import type { Stage } from './stage.ts';
import type { StageConfig } from './stage-config.ts';

/** CloudFormation's limit on a pool's Schema, less the attribute email; Cognito itself takes 50 custom ones. */
const MOST_CREATED = 49;

/** `pool.id` names a pool if and only if the stage does not make one. */
export function poolMistakes(stage: Stage, { pool, region }: StageConfig): string[] {
  const { mode, id, customAttributes } = pool;
  if (mode === 'create') {
    const mistakes: string[] = [];
    if (id !== undefined) {
      mistakes.push(
        'pool.id should be left out where pool.mode is create: the stage makes its pool. To use that pool: existing.',
      );
    }
    if (customAttributes.length > MOST_CREATED) {
      mistakes.push(
        `pool.customAttributes should be at most ${MOST_CREATED}: CloudFormation makes a pool with 50 attributes, and email is one.`,
      );
    }
    return mistakes;
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
