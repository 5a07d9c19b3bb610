import { EXAMPLE_INPUTS } from './config/example.builder.ts';
import { parseStageConfig } from './config/parse-stage-config.ts';
import type { Stage } from './config/stage.ts';
import type { StageConfig, StageInput } from './config/stage-config.ts';

export const ACCOUNT = '111122223333';
export const POOL_ID = 'eu-central-1_aBcDeFgHi';

/** For tests: an example stage with a pool of this mode, in one account and region whatever the example says, and with `change`. */
export function withPool(
  stage: Stage,
  mode: StageConfig['pool']['mode'],
  change: Partial<StageInput> = {},
): StageConfig {
  const input = EXAMPLE_INPUTS[stage];
  const { id: _own, ...pool } = input.pool;
  const named = mode === 'existing' ? { ...pool, mode, id: POOL_ID } : { ...pool, mode };
  return parseStageConfig(stage, { ...input, account: ACCOUNT, region: 'eu-central-1', pool: named, ...change });
}
