import { exampleInput } from './config/example.builder.ts';
import { parseStageConfig } from './config/parse-stage-config.ts';
import type { Stage } from './config/stage.ts';
import type { StageConfig, StageInput } from './config/stage-config.ts';

export const ACCOUNT = '111122223333';
export const POOL_ID = 'eu-central-1_aBcDeFgHi';

type Mode = StageConfig['pool']['mode'];

/** For tests: an example stage with a pool of this mode, in one account and region whatever the example says, and with `change`. */
export const withPool = (stage: Stage, mode: Mode, change: Partial<StageInput> = {}): StageConfig =>
  parseStageConfig(stage, { ...poolInput(stage, mode), ...change });

/** The same, before it is parsed. */
export function poolInput(stage: Stage, mode: Mode): StageInput {
  const input = exampleInput(stage);
  const { id: _own, ...pool } = input.pool;
  const named = mode === 'existing' ? { ...pool, mode, id: POOL_ID } : { ...pool, mode };
  return { ...input, account: ACCOUNT, region: 'eu-central-1', pool: named };
}
