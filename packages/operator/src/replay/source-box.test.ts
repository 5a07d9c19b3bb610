import { expect, it } from 'vitest';
import { refuseOthers } from './source-box.ts';

it('says which queue a file is of when it is replayed to another', () => {
  expect(() => refuseOthers([{ queue: 'email' }], 'enrichment', 'f')).toThrow(
    /of email, and none of enrichment: say --queue email/,
  );
  expect(() => refuseOthers([{ queue: 'email' }, { queue: 'enrichment' }], 'enrichment', 'f')).not.toThrow();
});
