import { expect, it } from 'vitest';
import { unknownMembers } from './unknown-members.ts';

it('finds nothing where the SDK read all that Cognito said', () => {
  expect(
    unknownMembers(
      { Name: 'a', CreationDate: 1.5, Tags: { team: 'x' } },
      { Name: 'a', CreationDate: new Date(), Tags: { team: 'x' } },
    ),
  ).toEqual([]);
});

it('names what the SDK did not read, however deep, in lists too', () => {
  const said = {
    Novel: { a: 1 },
    Policies: { PasswordPolicy: { MinimumLength: 8, Novel: true } },
    Recovery: [{ Name: 'a', Novel: 1 }],
  };
  const read = { Policies: { PasswordPolicy: { MinimumLength: 8 } }, Recovery: [{ Name: 'a' }] };
  expect(unknownMembers(said, read)).toEqual(['Novel', 'Policies.PasswordPolicy.Novel', 'Recovery.0.Novel']);
});

it('takes null for nothing said', () => {
  expect(unknownMembers({ Domain: null }, {})).toEqual([]);
});
