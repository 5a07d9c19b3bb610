import type { World } from './world.ts';

/** Who confirms, and what the system owes them. */
export type Person = {
  sub: string;
  /** Why no email should come, if so. */
  owed: 'email' | 'no-address' | 'unverified';
  by: 'sign-up' | 'admin';
};

export const POOL = 'eu-central-1_Simulated';

export function somebody(world: World, number: number): Person {
  const dice = world.random();
  const sub = `user-${number}`;
  if (dice < 0.03) return { sub, owed: 'no-address', by: 'sign-up' };
  if (dice < 0.06) return { sub, owed: 'unverified', by: 'sign-up' };
  return { sub, owed: 'email', by: dice < 0.15 ? 'admin' : 'sign-up' };
}

/** What Cognito hands to the trigger; `withoutAddress`: as it would be had somebody taken the address away meanwhile. */
export const confirmationEvent = ({ sub, owed, by }: Person, withoutAddress = false) => ({
  version: '1',
  triggerSource: 'PostConfirmation_ConfirmSignUp',
  region: 'eu-central-1',
  userPoolId: POOL,
  userName: sub,
  callerContext: {
    awsSdkVersion: 'aws-sdk-unknown-unknown',
    clientId: by === 'admin' ? 'CLIENT_ID_NOT_APPLICABLE' : '4abcdefghijklmnopqrstuvwxy',
  },
  request: {
    userAttributes: {
      sub,
      'cognito:user_status': 'CONFIRMED',
      ...(owed !== 'no-address' &&
        !withoutAddress && { email: `${sub}@mail.example.org`, email_verified: String(owed === 'email') }),
    },
    clientMetadata: {},
  },
  response: {},
});
