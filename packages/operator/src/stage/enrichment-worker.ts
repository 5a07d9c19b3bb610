import { deployedFunction } from './deployed-function.ts';
import type { Stage } from './stage.ts';

/** By which rules the stage's enrichment worker goes on: what it asks, how often, and what it writes to Cognito. */
export type EnrichmentRules = {
  sources: readonly string[];
  maxAttempts: number;
  writeBack: readonly { attribute: string; source: string; field: string }[];
};

/** Read from the settings of the deployed function, as that function itself reads them. */
export async function enrichmentWorkerRules(stage: Stage): Promise<EnrichmentRules> {
  return enrichmentRules((await deployedFunction(stage, 'enrichment-worker')).variables);
}

/** A source is asked when its origin is set; `WRITE_BACK` is a comma list like `custom:tier=loyalty.tier`. */
export const enrichmentRules = (variables: Readonly<Record<string, string>>): EnrichmentRules => ({
  sources: Object.keys(variables).flatMap((name) => /^SOURCE_(.+)_ORIGIN$/.exec(name)?.[1]?.toLowerCase() ?? []),
  maxAttempts: Number(variables['MAX_ATTEMPTS']),
  writeBack: (variables['WRITE_BACK'] ?? '').split(',').flatMap((rule) => {
    const [, attribute, source, field] = /^(.+)=([a-z][a-z0-9-]*)\.([A-Za-z0-9_]+)$/.exec(rule.trim()) ?? [];
    return attribute && source && field ? [{ attribute, source, field }] : [];
  }),
});
