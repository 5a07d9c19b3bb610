import { expect, test } from 'vitest';
import { exampleInput } from './example.builder.ts';
import { parseStageConfig } from './parse-stage-config.ts';

const ID = 'eu-central-1_aBcDeFgHi';
const pooled = (pool: object, stage: 'local' | 'prod' = 'prod') =>
  parseStageConfig(stage, { ...exampleInput(stage), pool: { customAttributes: ['custom:tier'], ...pool } });

test.each([
  ['a third mode', { mode: 'import' }, 'pool.mode should be one of create, existing.'],
  [
    'an existing pool without its id',
    { mode: 'existing' },
    'pool.id is missing: it should be the id of the user pool, for pool.mode is existing.',
  ],
  [
    'an id of a pool that the stage makes itself',
    { mode: 'create', id: ID },
    'pool.id should be left out where pool.mode is create: the stage makes its pool. To use that pool: existing.',
  ],
  [
    'more attributes than CloudFormation makes',
    { mode: 'create', customAttributes: Array.from({ length: 50 }, (_, index) => `custom:a${index}`) },
    'pool.customAttributes should be at most 49: CloudFormation makes a pool with 50 attributes, and email is one.',
  ],
  [
    'a pool of another region',
    { mode: 'existing', id: 'eu-west-1_aBcDeFgHi' },
    'pool.id should begin with eu-central-1_: a stage and its pool live in one region.',
  ],
  ...['aBcDeFgHi', `${ID}/`, 'eu-central-1_', `arn:aws:cognito-idp:eu-central-1:111122223333:userpool/${ID}`].map(
    (id): [string, object, string] => [
      `an id like ${id}`,
      { mode: 'existing', id },
      'pool.id should be the id of a user pool, for example eu-central-1_aBcDeFgHi.',
    ],
  ),
  [
    'a write-back to an attribute that no message of an existing pool brings',
    { mode: 'existing', id: ID, customAttributes: [] },
    'enrichment.writeBack names custom:tier, which should be one of pool.customAttributes.',
  ],
])('%s is refused in a sentence', (_mistake, pool, sentence) => {
  expect(() => pooled(pool)).toThrow(`- ${sentence}`);
});

test('one machine makes its pool, whoever owns that of production', () => {
  const sentence = 'pool.mode should be create in stage local: a machine has no pool but the one it makes.';
  expect(() => pooled({ mode: 'existing', id: ID }, 'local')).toThrow(`- ${sentence}`);
});

test('a pool of the same region is taken as it is named', () => {
  expect(pooled({ mode: 'existing', id: ID }).pool).toMatchObject({ mode: 'existing', id: ID });
});
