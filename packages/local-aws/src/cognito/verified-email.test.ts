import { expect, test } from 'vitest';
import { attributesOf, confirmedAttributes } from './verified-email.ts';

const EMAIL = { Name: 'email', Value: 'a@example.com' };
const PHONE = { Name: 'phone_number', Value: '+15550100' };
const SIGN_UP = 'PostConfirmation_ConfirmSignUp';

test.each([
  [
    'by a code, email auto-verified',
    [EMAIL],
    { clientId: 'c', source: SIGN_UP },
    ['email'],
    { email_verified: 'true' },
  ],
  ['by a code, email not auto-verified', [EMAIL], { clientId: 'c', source: SIGN_UP }, [], { email_verified: 'false' }],
  ['by an administrator', [EMAIL], { clientId: null, source: SIGN_UP }, ['email'], { email_verified: 'false' }],
  [
    'by a password reset',
    [EMAIL],
    { clientId: 'c', source: 'PostConfirmation_ConfirmForgotPassword' },
    ['email'],
    { email_verified: 'false' },
  ],
  [
    'by a code that went to the address',
    [EMAIL, PHONE],
    { clientId: 'c', source: SIGN_UP },
    ['email', 'phone_number'],
    { email_verified: 'true', phone_number_verified: 'false' },
  ],
  [
    'without an address',
    [PHONE],
    { clientId: 'c', source: SIGN_UP },
    ['phone_number'],
    { phone_number_verified: 'true' },
  ],
])('a user confirmed %s', (_how, attributes, call, autoVerified, verified) => {
  const result = attributesOf(confirmedAttributes(attributes, call, autoVerified));
  expect(result).toEqual({ ...attributesOf(attributes), ...verified });
});

test('an address once verified stays so', () => {
  const attributes = [EMAIL, { Name: 'email_verified', Value: 'true' }];
  const call = { clientId: null, source: SIGN_UP };
  expect(attributesOf(confirmedAttributes(attributes, call, []))).toMatchObject({ email_verified: 'true' });
});
