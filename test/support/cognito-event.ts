import type { Stack } from '@postconfirm/local-aws';
import type { Person } from './personal-data.ts';

/** What Cognito hands to the trigger when this person confirmed. */
export const confirmationEvent = ({ endpoints }: Stack, person: Person, sub: string) => ({
  version: '1',
  region: endpoints.region,
  userPoolId: endpoints.userPoolId,
  userName: sub,
  callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: endpoints.userPoolClientId },
  triggerSource: 'PostConfirmation_ConfirmSignUp',
  request: { userAttributes: { sub, email: person.email, email_verified: 'true' } },
  response: {},
});
