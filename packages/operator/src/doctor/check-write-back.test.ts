import type { SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { fitting } from './check-write-back.ts';

const tier = (about: SchemaAttributeType = {}): SchemaAttributeType[] => [
  { Name: 'sub', Mutable: false },
  { Name: 'custom:tier', AttributeDataType: 'String', Mutable: true, StringAttributeConstraints: {}, ...about },
];

const short = { StringAttributeConstraints: { MinLength: '0', MaxLength: '20' } };

it.each([
  ['ok', 'can be written', tier()],
  ['ok', 'can be written', tier({ StringAttributeConstraints: { MaxLength: '2048' } })],
  ['broken', 'the pool has no custom:tier', []],
  ['broken', 'custom:tier cannot be changed', tier({ Mutable: false })],
  ['warning', 'custom:tier (20 characters)', tier(short)],
])('an attribute that is written back is %s: %s', (verdict, says, schema) => {
  expect(fitting(['custom:tier'], schema)).toMatchObject({ verdict, says: expect.stringContaining(says) });
});

it('is broken by one that is missing beside one that fits', () => {
  expect(fitting(['custom:tier', 'custom:plan'], tier())).toMatchObject({
    verdict: 'broken',
    says: 'the pool has no custom:plan: nothing is written back',
  });
});
