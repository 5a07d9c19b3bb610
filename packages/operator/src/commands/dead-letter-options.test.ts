import { expect, it } from 'vitest';
import { collectSub } from './dead-letter-options.ts';

it('takes several subs', () => {
  expect(collectSub('b', collectSub('a'))).toEqual(['a', 'b']);
});

it('refuses an address in the place of a sub, and does not repeat it', () => {
  expect(() => collectSub('ada@example.com')).toThrow(/^It should be a sub: `user show` finds it by address\.$/);
});
