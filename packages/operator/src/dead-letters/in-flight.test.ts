import { expect, it } from 'vitest';
import { hiddenSentence } from './in-flight.ts';

it('says who may hold what is not visible, and how it comes back', () => {
  const killed = hiddenSentence(102, 'folder', ['r-1', 'r-2']);
  expect(killed).toContain('102 are in flight');
  expect(killed).toContain('unfinished: r-1, r-2');
  expect(hiddenSentence(1, 'folder', [])).toBe(
    '1 is in flight: held by a look or a replay; no unfinished replay is in folder; held by nobody any more, they come back by themselves within 2 minutes.',
  );
});
