import { expect, test } from 'vitest';
import { NotInTimeError, Waiter } from './waiter.ts';

test('gives a state that is there already', async () => {
  await expect(new Waiter().until(() => 'here', { what: 'it' })).resolves.toBe('here');
});

test('looks again at every change', async () => {
  const waiter = new Waiter();
  let count = 0;
  const awaited = waiter.until(() => count === 2 && 'two', { what: 'two' });
  for (count = 1; count < 3; count += 1) waiter.changed();
  await expect(awaited).resolves.toBe('two');
});

test('says what did not come', async () => {
  const awaited = new Waiter().until(() => undefined, { what: 'the email', timeoutMs: 1 });
  await expect(awaited).rejects.toThrow(new NotInTimeError('Not within 1 ms: the email'));
});
