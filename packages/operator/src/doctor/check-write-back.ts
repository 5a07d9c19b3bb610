import type { SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';
import { describePool } from '../pool-trigger/describe-pool.ts';
import { enrichmentWorkerRules } from '../stage/enrichment-worker.ts';
import { poolOf } from '../stage/pool-of.ts';
import { broken, type Check, type Finding, ok, warning } from './finding.ts';

/** Characters of a value that the worker writes at most, which is Cognito's own limit. */
const MOST_WRITTEN = 2048;

export const checkWriteBack: Check = {
  name: 'write-back attributes',
  look: async (stage) => {
    const { writeBack } = await enrichmentWorkerRules(stage);
    if (writeBack.length === 0) return ok('none are to be written');
    const { read } = await describePool(stage, await poolOf(stage));
    return fitting(
      writeBack.map(({ attribute }) => attribute),
      read.SchemaAttributes ?? [],
    );
  },
};

/** Whether a pool can hold what is written back: Cognito refuses the whole write for one attribute that it cannot. */
export function fitting(attributes: readonly string[], schema: readonly SchemaAttributeType[]): Finding {
  const found = attributes.map((attribute) => ({ attribute, ...schema.find(({ Name }) => Name === attribute) }));
  const names = (of: typeof found) => of.map(({ attribute }) => attribute).join(', ');
  const missing = found.filter(({ Name }) => Name === undefined);
  if (missing.length > 0) return broken(`the pool has no ${names(missing)}: nothing is written back`, ADD);
  const fixed = found.filter(({ Mutable }) => Mutable === false);
  if (fixed.length > 0)
    return broken(`${names(fixed)} cannot be changed (not mutable): nothing is written back`, OTHER);
  const short = found.filter(({ StringAttributeConstraints: { MaxLength } = {} }) => isShort(MaxLength));
  if (short.length > 0) return warning(`too long a value is refused by ${short.map(lengthOf).join(', ')}`, OTHER);
  return ok(`${names(found)} can be written`);
}

const isShort = (most: string | undefined) => most !== undefined && Number(most) < MOST_WRITTEN;

const lengthOf = ({ attribute, StringAttributeConstraints }: { attribute: string } & SchemaAttributeType) =>
  `${attribute} (${StringAttributeConstraints?.MaxLength} characters)`;

const ADD = 'Add it to the pool, or take it out of enrichment.writeBack in the stage’s config.';
const OTHER = 'Cognito changes no attribute once it is made: add another, and name that in enrichment.writeBack.';
