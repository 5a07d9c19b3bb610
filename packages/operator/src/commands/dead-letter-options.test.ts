import { expect, it } from 'vitest';
import { collectReason, collectSub, collectWorker } from './dead-letter-options.ts';

it('takes several subs', () => {
  expect(collectSub('b', collectSub('a'))).toEqual(['a', 'b']);
});

it('refuses an address in the place of a sub, and does not repeat it', () => {
  expect(() => collectSub('ada@example.com')).toThrow(/^It should be a sub: `user show` finds it by address\.$/);
});

it('refuses a reason and a worker that there is not, and names those that there are', () => {
  expect(collectReason('redriven', collectReason('poison'))).toEqual(['poison', 'redriven']);
  expect(() => collectReason('nonsense')).toThrow(/one of aged, attempts, poison.*redriven\.$/);
  expect(() => collectWorker('emailworker')).toThrow(
    /one of fan-out, email-worker, enrichment-worker, email-events.*\.$/,
  );
});
