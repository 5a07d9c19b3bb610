import { expect, test } from 'vitest';
import { exampleConfig } from './example.builder.ts';

const arn = 'arn:aws:kms:eu-central-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab';

test('a key of another account may be named, in the region of the stage', () => {
  expect(exampleConfig('prod', { encryptionKey: { mode: 'existing', arn } }).encryptionKey.arn).toBe(arn);
});

test('a key belongs to the partition of its region', () => {
  const china = arn.replace('aws:kms:eu-central-1', 'aws-cn:kms:cn-north-1');
  const config = exampleConfig('prod', { region: 'cn-north-1', encryptionKey: { mode: 'existing', arn: china } });
  expect(config.encryptionKey.arn).toBe(china);
});

test.each([
  ['an existing key without its ARN', { mode: 'existing' }, /encryptionKey\.arn is missing/],
  ['a key beside the one that is made', { mode: 'create', arn }, /encryptionKey\.arn should be left out/],
  ['a key that nothing uses', { arn }, /encryptionKey\.arn should be left out/],
  ...['arn:aws:kms:us-east-1', 'arn:aws-cn:kms:eu-central-1'].map(
    (of) =>
      [
        `a key of ${of}`,
        { mode: 'existing', arn: arn.replace('arn:aws:kms:eu-central-1', of) },
        /encryptionKey\.arn should begin with arn:aws:kms:eu-central-1:/,
      ] as const,
  ),
  [
    'an alias',
    { mode: 'existing', arn: arn.replace('key/', 'alias/') },
    /encryptionKey\.arn should be the ARN of a key/,
  ],
] as const)('%s is refused', (_mistake, encryptionKey, sentence) => {
  expect(() => exampleConfig('prod', { encryptionKey })).toThrow(sentence);
});
