import { encodeMessage } from '@postconfirm/contract';
import { expect, it } from 'vitest';
import type { DeadLetter } from '../dead-letters/dead-letter.ts';
import { aDeadLetter, aMessage } from './dead-letter.builder.ts';
import { refuseOtherPools, refuseOthers } from './source-box.ts';

it('says which queue a file is of when it is replayed to another', () => {
  expect(() => refuseOthers([{ queue: 'email' }], 'enrichment', 'f')).toThrow(
    /of email, and none of enrichment: say --queue email/,
  );
  expect(() => refuseOthers([{ queue: 'email' }, { queue: 'enrichment' }], 'enrichment', 'f')).not.toThrow();
});

it('refuses a file with a message of another pool, and names the one that is expected', () => {
  const own = aDeadLetter({ body: encodeMessage(aMessage({ source: 'cognito:eu-central-1:eu-central-1_Abc' })) });
  const other = aDeadLetter({ body: encodeMessage(aMessage({ source: 'cognito:eu-central-1:eu-central-1_Other' })) });
  const unreadable = aDeadLetter({ body: 'no message' });
  const refuse = (...letters: DeadLetter[]) => refuseOtherPools(letters, 'eu-central-1_Abc', 'f');
  expect(() => refuse(own, other)).toThrow(/^1 dead letter is in f about users of another pool than eu-central-1_Abc/);
  expect(() => refuse(own, unreadable)).not.toThrow();
});
