import { WORKERS, type WorkerEntry } from '@postconfirm/contract';
import { ConfigError } from './config-error.ts';
import { parseStageConfig } from './parse-stage-config.ts';
import { STAGE_INPUTS, STAGES, type Stage } from './stage.ts';
import type { StageConfig } from './stage-config.ts';

/** The stage's validated config; throws a `ConfigError` that says what is wrong with it. */
export const stageConfig = (stage: Stage, workers: readonly WorkerEntry[] = WORKERS): StageConfig =>
  parseStageConfig(stage, STAGE_INPUTS[stage], workers);

/** A stage by its name; throws a `ConfigError` for a name that has no file. */
export function stageNamed(name: string): Stage {
  const stage = STAGES.find((known) => known === name);
  if (!stage) throw new ConfigError(`There is no stage ${name}: it should be one of ${STAGES.join(', ')}.`);
  return stage;
}
