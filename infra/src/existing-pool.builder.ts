import { parseStageConfig } from './config/parse-stage-config.ts';
import type { Stage } from './config/stage.ts';
import type { StageConfig, StageInput } from './config/stage-config.ts';
import { STAGE_INPUTS } from './config/stages.ts';

export const POOL_ID = 'eu-central-1_aBcDeFgHi';

/** For tests: a stage as it is delivered, but for a pool that others own, and for `change`. */
export function withExistingPool(stage: Stage, change: Partial<StageInput> = {}): StageConfig {
  const input = STAGE_INPUTS[stage];
  return parseStageConfig(stage, { ...input, pool: { ...input.pool, mode: 'existing', id: POOL_ID }, ...change });
}
