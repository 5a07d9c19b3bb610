import { WORKERS, type WorkerEntry } from '@postconfirm/contract';
import * as v from 'valibot';
import { ConfigError } from './config-error.ts';
import { configMistakes } from './config-mistakes.ts';
import type { Stage } from './stage.ts';
import { type StageConfig, stageConfigSchema } from './stage-config.ts';
import { stageNameMistakes } from './stage-name-mistakes.ts';
import { workerListMistakes } from './worker-list-mistakes.ts';

/** Fills in standard values. Throws a `ConfigError` that names every wrong, missing or unknown setting, or entry of the list. */
export function parseStageConfig(stage: Stage, input: unknown, workers: readonly WorkerEntry[] = WORKERS): StageConfig {
  refuse('infra/src/config/stage.ts', stageNameMistakes(stage));
  refuse('packages/contract/src/workers.ts', workerListMistakes(stage, workers));
  const file = `infra/src/config/${stage}.ts`;
  const schema = stageConfigSchema(workers);
  const parsed = v.safeParse(schema, input);
  if (!parsed.success) {
    const sentences = parsed.issues.map((issue) => sentence(issue, schema));
    throw new ConfigError(refusal(file, sentences));
  }
  refuse(file, configMistakes({ stage, config: parsed.output, workers }));
  return parsed.output;
}

function refuse(file: string, mistakes: readonly string[]): void {
  if (mistakes.length > 0) throw new ConfigError(refusal(file, mistakes));
}

const refusal = (file: string, sentences: readonly string[]) =>
  [`${file} can't be used:`, ...sentences.map((text) => `- ${text}`)].join('\n');

function sentence(issue: v.BaseIssue<unknown>, schema: Described): string {
  const name = v.getDotPath(issue) ?? 'the config';
  if (issue.type === 'strict_object' && issue.expected === 'never') return `${name} is not a setting.`;
  const path = issue.path?.map(({ key }) => String(key)) ?? [];
  const should = issue.type === 'strict_object' ? shouldBe(path, schema) : issue.message;
  return issue.received === 'undefined'
    ? `${name} is missing: it should be ${should}.`
    : `${name} should be ${should}.`;
}

type Described = { message?: unknown; entries?: Record<string, Described>; wrapped?: Described };

/** What the schema says of the setting at `path`: a missing setting's issue carries no such text. */
function shouldBe(path: readonly string[], schema: Described): string {
  let described: Described | undefined = schema;
  for (const key of path) described = (described?.entries ?? described?.wrapped?.entries)?.[key];
  return typeof described?.message === 'string' ? described.message : 'an object of settings';
}
