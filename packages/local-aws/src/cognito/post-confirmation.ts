import { REGION } from '../account.ts';

/** Why a user was confirmed; Cognito has no third source of this trigger. */
export type TriggerSource = 'PostConfirmation_ConfirmSignUp' | 'PostConfirmation_ConfirmForgotPassword';

export interface Confirmation {
  triggerSource: TriggerSource;
  userPoolId: string;
  userName: string;
  /** `null` for a call of an administrator. */
  clientId: string | null;
  userAttributes: Record<string, string>;
  clientMetadata?: Record<string, string>;
}

/** The event as Cognito sends it, not as cognito-local would. */
export function postConfirmationEvent(confirmation: Confirmation) {
  const { userAttributes, clientMetadata, clientId } = confirmation;
  return {
    version: '1',
    region: REGION,
    userPoolId: confirmation.userPoolId,
    userName: confirmation.userName,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: clientId ?? 'CLIENT_ID_NOT_APPLICABLE' },
    triggerSource: confirmation.triggerSource,
    request: { userAttributes, ...(clientMetadata && { clientMetadata }) },
    response: {},
  };
}
