import { WORKERS } from '@postconfirm/contract';
import { expect, test } from 'vitest';
import { configMistakes } from './config-mistakes.ts';
import { exampleConfig } from './example.builder.ts';
import type { StageConfig } from './stage-config.ts';

/** A stage whose schema was given one more source. */
function withSource(name: string): StageConfig {
  const config = exampleConfig('prod');
  const sources = { ...config.enrichment.sources, [name]: { origin: 'https://erp.example.com' } };
  return { ...config, enrichment: { ...config.enrichment, sources } };
}

test.each(['old-crm', 'old_crm', 'CRM', '2crm', 'größe'])('a source named %s is refused in a sentence', (name) => {
  expect(configMistakes({ stage: 'prod', config: withSource(name), workers: WORKERS })).toEqual([
    `enrichment.sources.${name} should have a name of lower-case letters and digits: SOURCE_<NAME>_ORIGIN holds it.`,
  ]);
});

test.each(['erp', 'crm2'])('a source may be named %s', (name) => {
  expect(configMistakes({ stage: 'prod', config: withSource(name), workers: WORKERS })).toEqual([]);
});
