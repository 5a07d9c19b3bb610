import { expect, it } from 'vitest';
import { recordedOf } from './read-audits.ts';

const AUDIT = { command: 'user forget', startedAt: 5, who: 'arn:aws:iam::1:user/ann', filter: { users: ['a'] } };

it('passes over a record that is of another making', () => {
  expect([AUDIT, { pk: 'AUDIT' }, { ...AUDIT, startedAt: 'yesterday' }].flatMap(recordedOf)).toEqual([AUDIT]);
});
