import { expect, it } from 'vitest';
import { nextLines } from './command-line.ts';

it('says what to run next about the same stage', () => {
  expect(nextLines({ options: ['--stage prod'] }, ['dlq list'])).toEqual([
    'Next: npm run -s postconfirm -- --stage prod dlq list',
  ]);
});
