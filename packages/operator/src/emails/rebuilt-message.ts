import { AdminGetUserCommand, UserNotFoundException } from '@aws-sdk/client-cognito-identity-provider';
import { CONFIRMED, confirmedId, type Message, messageSource } from '@postconfirm/contract';
import type { DeliveryKey } from '@postconfirm/ledger';
import type { Stage } from '../stage/stage.ts';

/** The message, or why there can be none, in a sentence. */
export type Rebuilt = { message: Message } | { says: string };

/** The message of a delivery whose dead letter expired, from what the pool knows of the user, as far as the email needs it. */
export async function rebuiltMessage({ clients }: Stage, key: DeliveryKey, now: number): Promise<Rebuilt> {
  if (key.kind !== 'confirmed') return { says: 'It belongs to no user of a pool: it cannot be made again.' };
  try {
    const command = new AdminGetUserCommand({ UserPoolId: key.pool, Username: key.sub });
    const { UserAttributes = [], UserStatus } = await clients.cognito.send(command);
    if (UserStatus === 'UNCONFIRMED') return { says: 'The pool does not hold the user as confirmed.' };
    const attributes = Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
    return { message: messageOf(key, attributes, new Date(now).toISOString()) };
  } catch (error) {
    if (error instanceof UserNotFoundException) return { says: 'The pool does not know the user any more.' };
    throw error;
  }
}

/** The region stands in the id of every pool. */
function messageOf({ pool, sub }: DeliveryKey, attributes: Record<string, string | undefined>, time: string): Message {
  const { email, email_verified, locale } = attributes;
  const name = attributes['name'] ?? attributes['given_name'];
  return {
    specversion: '1.0',
    id: confirmedId(sub),
    source: messageSource(pool.split('_')[0] ?? '', pool),
    type: CONFIRMED,
    subject: sub,
    time,
    datacontenttype: 'application/json',
    replays: 0,
    data: {
      cause: 'reconciled',
      ...(email && { email }),
      ...(email_verified !== undefined && { emailVerified: email_verified === 'true' }),
      ...(locale && { locale }),
      ...(name && { name }),
      attributes: {},
      clientMetadata: {},
    },
  };
}
