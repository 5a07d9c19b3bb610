import * as v from 'valibot';
import { configMistakes } from './config-mistakes.ts';
import type { Stage } from './stage.ts';
import { type StageConfig, StageConfigSchema } from './stage-config.ts';

/** A stage's config is wrong. One sentence per mistake: the setting and what it should be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Fills in standard values. Throws a `ConfigError` that names every wrong, missing or unknown setting. */
export function parseStageConfig(stage: Stage, input: unknown): StageConfig {
  const parsed = v.safeParse(StageConfigSchema, input);
  if (!parsed.success) throw wrong(stage, parsed.issues.map(sentence));
  const mistakes = configMistakes(stage, parsed.output);
  if (mistakes.length > 0) throw wrong(stage, mistakes);
  return parsed.output;
}

const wrong = (stage: Stage, sentences: readonly string[]) =>
  new ConfigError([`infra/src/config/${stage}.ts can't be used:`, ...sentences.map((text) => `- ${text}`)].join('\n'));

function sentence(issue: v.BaseIssue<unknown>): string {
  const name = v.getDotPath(issue) ?? 'the config';
  if (issue.type === 'strict_object' && issue.expected === 'never') return `${name} is not a setting.`;
  const path = issue.path?.map(({ key }) => String(key)) ?? [];
  const should = issue.type === 'strict_object' ? shouldBe(path) : issue.message;
  return issue.received === 'undefined'
    ? `${name} is missing: it should be ${should}.`
    : `${name} should be ${should}.`;
}

type Described = { message?: unknown; entries?: Record<string, Described>; wrapped?: Described };

/** What the schema says of the setting at `path`: a missing setting's issue carries no such text. */
function shouldBe(path: readonly string[]): string {
  let schema: Described | undefined = StageConfigSchema as Described;
  for (const key of path) schema = (schema?.entries ?? schema?.wrapped?.entries)?.[key];
  return typeof schema?.message === 'string' ? schema.message : 'an object of settings';
}
