import { dev } from './dev.ts';
import { local } from './local.ts';
import { prod } from './prod.ts';
import type { StageInput } from './stage-config.ts';

/** What each stage's file holds, before it is validated: a further stage is a file and its name here. */
export const STAGE_INPUTS = { local, dev, prod } satisfies Record<string, StageInput>;

/** A deployment of the whole system; its config is the file of the same name in this folder. */
export type Stage = keyof typeof STAGE_INPUTS;

export const STAGES = Object.keys(STAGE_INPUTS) as Stage[];
