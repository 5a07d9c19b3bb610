import { expect, it } from 'vitest';
import { areTooMany, type Refusals, refusalsAfter } from './refusals.ts';

const took = { acknowledged: new Set(['a']), refused: new Map() };
const refused = (code: string) => ({ acknowledged: new Set<string>(), refused: new Map([['b', code]]) });

const endOf = (sent: readonly Parameters<typeof refusalsAfter>[1][]): boolean => {
  let refusals: Refusals | undefined;
  for (const one of sent) refusals = refusalsAfter(refusals, one);
  return areTooMany(refusals);
};

it.each([
  ['three steps for one code', [took, refused('X'), refused('X'), refused('X')], true],
  ['two steps', [refused('X'), refused('X')], false],
  ['three steps for codes of their own', [refused('X'), refused('Y'), refused('Z')], false],
  ['three steps with one between that SQS took', [refused('X'), refused('X'), took, refused('X')], false],
  [
    'a step of which SQS took a part',
    [refused('X'), refused('X'), { ...refused('X'), acknowledged: new Set(['a']) }],
    false,
  ],
])('refusals of %s: too many is %s', (_what, sent, tooMany) => {
  expect(endOf(sent)).toBe(tooMany);
});
