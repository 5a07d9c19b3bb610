import { WORKERS, type WorkerEntry } from '@postconfirm/contract';
import { ConfigError } from './config-error.ts';
import { dev } from './dev.ts';
import { local } from './local.ts';
import { parseStageConfig } from './parse-stage-config.ts';
import { prod } from './prod.ts';
import type { StageConfig, StageInput } from './stage-config.ts';

/** What each stage's file holds, before it is validated: a further stage is a file and its name here. */
export const STAGE_INPUTS = { local, dev, prod } satisfies Record<string, StageInput>;

/** A deployment of the whole system; its config is the file of the same name in this folder. */
export type Stage = keyof typeof STAGE_INPUTS;

export const STAGES = Object.keys(STAGE_INPUTS) as Stage[];

/** The stage's validated config; throws a `ConfigError` that says what is wrong with it. */
export const stageConfig = (stage: Stage, workers: readonly WorkerEntry[] = WORKERS): StageConfig =>
  parseStageConfig(stage, STAGE_INPUTS[stage], workers);

/** A stage by its name; throws a `ConfigError` for a name that has no file. */
export function stageNamed(name: string): Stage {
  const stage = STAGES.find((known) => known === name);
  if (!stage) throw new ConfigError(`There is no stage ${name}: it should be one of ${STAGES.join(', ')}.`);
  return stage;
}
