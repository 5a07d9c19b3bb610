import {
  type CognitoIdentityProviderClient,
  CognitoIdentityProviderServiceException,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { createWriteAttributes } from './cognito-attributes.ts';

const ORDER = { userPoolId: 'eu-central-1_Abc', userName: 'ada', attributes: { 'custom:tier': 'gold' } };

const writing = (send: (command: { input: unknown }) => Promise<unknown>) =>
  createWriteAttributes({ send } as unknown as CognitoIdentityProviderClient)(ORDER);

const answering = (name: string) =>
  writing(() =>
    Promise.reject(
      new CognitoIdentityProviderServiceException({
        name,
        $fault: 'client',
        $metadata: { httpStatusCode: 400 },
        message: '',
      }),
    ),
  );

describe('writing attributes to Cognito', () => {
  it('writes them all in one call', async () => {
    const sent: unknown[] = [];
    const result = await writing(async (command) => sent.push(command.input));
    expect(result).toEqual({ kind: 'written' });
    const UserAttributes = [{ Name: 'custom:tier', Value: 'gold' }];
    expect(sent).toEqual([{ UserPoolId: 'eu-central-1_Abc', Username: 'ada', UserAttributes }]);
  });

  it('takes a deleted user as no failure', async () => {
    expect(await answering('UserNotFoundException')).toEqual({ kind: 'no-user' });
  });

  it.each([
    ['TooManyRequestsException', 'throttled'],
    ['InvalidParameterException', 'invalid'],
    ['NotAuthorizedException', 'account'],
  ])('takes %s as %s', async (name, failureClass) => {
    expect(await answering(name)).toEqual({ kind: 'failed', class: failureClass, detail: name });
  });

  it('repeats no free text that stands where an error has its name', async () => {
    expect(await answering('No user ada@example.com')).toMatchObject({ class: 'invalid', detail: 'Error' });
  });

  it('takes silence as ambiguous', async () => {
    const silence = Object.assign(new Error(), { name: 'TimeoutError' });
    expect(await writing(() => Promise.reject(silence))).toMatchObject({
      class: 'ambiguous',
      detail: 'TimeoutError',
    });
  });
});
