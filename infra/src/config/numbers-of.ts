import type { StageConfig, WorkerNumbers } from './stage-config.ts';

/** What a stage says of one of its workers; `parseStageConfig` filled in every standard value. */
export function numbersOf({ workers }: StageConfig, name: string): WorkerNumbers {
  const numbers = (workers as Record<string, WorkerNumbers>)[name];
  if (!numbers)
    throw new Error(`The config was parsed without worker ${name}: parse it with the deployment's workers.`);
  return numbers;
}
