import { expect, test } from 'vitest';
import { exampleConfig } from './example.builder.ts';

const arn = 'arn:aws:kms:eu-central-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab';

test('a key of another account may be named, in the region of the stage', () => {
  expect(exampleConfig('prod', { encryptionKey: { mode: 'existing', arn } }).encryptionKey.arn).toBe(arn);
});

test.each([
  ['an existing key without its ARN', { mode: 'existing' }, /encryptionKey\.arn is missing/],
  ['a key beside the one that is made', { mode: 'create', arn }, /encryptionKey\.arn should be left out/],
  ['a key that nothing uses', { arn }, /encryptionKey\.arn should be left out/],
  ['another region', { mode: 'existing', arn: arn.replace('eu-central-1', 'us-east-1') }, /of region eu-central-1/],
  [
    'an alias',
    { mode: 'existing', arn: arn.replace('key/', 'alias/') },
    /encryptionKey\.arn should be the ARN of a key/,
  ],
] as const)('%s is refused', (_mistake, encryptionKey, sentence) => {
  expect(() => exampleConfig('prod', { encryptionKey })).toThrow(sentence);
});
