import {
  CONFIRMED,
  type ConfirmedData,
  confirmedId,
  type Effect,
  type Message,
  sourceOfPool,
} from '@postconfirm/contract';
import type { PoolUser } from '../stage/pool-user.ts';

type Asking = {
  pool: string;
  effects: Effect[];
  now: number;
  /** Epoch milliseconds. */
  confirmedAt: number;
  /** Whether the email is wanted however old that is. */
  evenIfStale: boolean;
  /** The custom attributes that may travel. */
  customAttributes: readonly string[];
};

/** The message that the trigger would have made, as far as the pool knows it, under the same id. */
export function reconciledMessage(user: PoolUser, asking: Asking): Message {
  const { pool, effects, now, confirmedAt, evenIfStale, customAttributes } = asking;
  return {
    specversion: '1.0',
    id: confirmedId(user.sub),
    source: sourceOfPool(pool),
    type: CONFIRMED,
    subject: user.sub,
    time: new Date(now).toISOString(),
    datacontenttype: 'application/json',
    replays: 0,
    ...(evenIfStale && { evenifstale: true }),
    data: {
      cause: 'reconciled',
      effects,
      confirmedAt: new Date(confirmedAt).toISOString(),
      ...known(user),
      attributes: filled(Object.fromEntries(customAttributes.map((name) => [name, user.attributes[name]]))),
      clientMetadata: {},
    },
  };
}

function known({ userName, attributes }: PoolUser): Partial<ConfirmedData> {
  const { email, phone_number: phoneNumber, locale, name, given_name: givenName } = attributes;
  const verified = attributes['email_verified'];
  return {
    ...filled({ userName, email, phoneNumber, locale, name: name || givenName }),
    ...(verified !== undefined && { emailVerified: verified === 'true' }),
  };
}

/** Cognito may keep an attribute as an empty text, which says nothing. */
const filled = (texts: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).filter((entry): entry is [string, string] => Boolean(entry[1])));
