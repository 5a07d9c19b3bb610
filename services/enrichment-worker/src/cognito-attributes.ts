import {
  AdminUpdateUserAttributesCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { awsFailureClass, errorName } from '@postconfirm/runtime';
import type { WriteAttributes } from './write-back.ts';

/** Writes attributes to Cognito; whatever it answers becomes a value, with the error's name as `detail`. */
export const createWriteAttributes =
  (client: CognitoIdentityProviderClient): WriteAttributes =>
  async ({ userPoolId, userName, attributes }) => {
    const command = new AdminUpdateUserAttributesCommand({
      UserPoolId: userPoolId,
      Username: userName,
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    });
    try {
      await client.send(command);
      return { kind: 'written' };
    } catch (error) {
      return resultOf(error);
    }
  };

function resultOf(error: unknown): Awaited<ReturnType<WriteAttributes>> {
  if (!(error instanceof Error)) throw error;
  if (error.name === 'UserNotFoundException') return { kind: 'no-user' };
  return { kind: 'failed', class: awsFailureClass(error), detail: errorName(error) };
}
