import { parseStageConfig } from './config/parse-stage-config.ts';
import type { Stage } from './config/stage.ts';
import type { StageConfig, StageInput } from './config/stage-config.ts';
import { STAGE_INPUTS } from './config/stages.ts';

export const ACCOUNT = '111122223333';
export const POOL_ID = 'eu-central-1_aBcDeFgHi';

/** For tests: a stage's file with a pool of this mode, in one account and region whatever the file says, and with `change`. */
export function withPool(
  stage: Stage,
  mode: StageConfig['pool']['mode'],
  change: Partial<StageInput> = {},
): StageConfig {
  const input = STAGE_INPUTS[stage];
  const { id: _own, ...pool } = input.pool;
  const named = mode === 'existing' ? { ...pool, mode, id: POOL_ID } : { ...pool, mode };
  return parseStageConfig(stage, { ...input, account: ACCOUNT, region: 'eu-central-1', pool: named, ...change });
}
