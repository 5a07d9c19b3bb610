import {
  type Cause,
  CONFIRMED,
  type ConfirmedData,
  confirmedId,
  consoleTestId,
  IDENTIFIER,
  type Message,
  messageSource,
  PASSWORD_RESET,
  passwordResetId,
} from '@postconfirm/contract';
import type { CognitoEvent } from './cognito-event.ts';

const CONFIRM_SIGN_UP = 'PostConfirmation_ConfirmSignUp';
const CONFIRM_FORGOT_PASSWORD = 'PostConfirmation_ConfirmForgotPassword';

/** Cognito's own bound on an attribute value; a longer one did not come from a pool. */
const MAX_ATTRIBUTE_LENGTH = 2048;

/** The console's test event names no pool. */
const CONSOLE_TEST_POOL = 'console-test';

/** What the contract takes for a region. Cognito calls functions of its own region: ours stands in for any other text. */
const REGION = /^[a-z0-9-]{1,32}$/;

/** What Cognito writes for the client of an administrator's call. */
const NO_CLIENT = 'CLIENT_ID_NOT_APPLICABLE';

/** Which custom attributes and clientMetadata keys travel, and the region of an event that names none. */
export type Allowed = { customAttributes: string[]; clientMetadataKeys: string[]; region: string };

/** The moment of one invocation: ISO time, a fresh UUID, W3C trace context. */
export type Moment = { time: string; uuid: string; traceparent: string | undefined };

export type Confirmation =
  | { kind: 'message'; message: Message }
  | { kind: 'ignored'; code: 'EVENT_IGNORED' | 'NO_SUB' };

/** What an event asks for: pure, total, never throws. */
export function confirmationOf(event: CognitoEvent, allowed: Allowed, moment: Moment): Confirmation {
  const { triggerSource, request } = event;
  const sub = request.userAttributes['sub'];
  if (triggerSource === undefined && sub === undefined && readText(request.userAttributes['email'])) {
    return message(event, allowed, {
      ...moment,
      id: consoleTestId(moment.uuid),
      subject: moment.uuid,
      pool: CONSOLE_TEST_POOL,
    });
  }
  if (triggerSource !== CONFIRM_SIGN_UP && triggerSource !== CONFIRM_FORGOT_PASSWORD) return ignored('EVENT_IGNORED');
  if (typeof sub !== 'string' || !IDENTIFIER.test(sub)) return ignored('NO_SUB');
  const pool = event.userPoolId ?? '';
  if (!IDENTIFIER.test(pool)) return ignored('EVENT_IGNORED');
  const id = triggerSource === CONFIRM_SIGN_UP ? confirmedId(sub) : passwordResetId(sub, moment.time);
  return message(event, allowed, { ...moment, id, subject: sub, pool });
}

const ignored = (code: 'EVENT_IGNORED' | 'NO_SUB'): Confirmation => ({ kind: 'ignored', code });

type Identity = Moment & { id: string; subject: string; pool: string };

function message(event: CognitoEvent, allowed: Allowed, identity: Identity): Confirmation {
  const { id, subject, pool, time, traceparent } = identity;
  return {
    kind: 'message',
    message: {
      specversion: '1.0',
      id,
      source: messageSource(REGION.test(event.region ?? '') ? `${event.region}` : allowed.region, pool),
      type: event.triggerSource === CONFIRM_FORGOT_PASSWORD ? PASSWORD_RESET : CONFIRMED,
      subject,
      time,
      datacontenttype: 'application/json',
      ...(traceparent && { traceparent }),
      replays: 0,
      data: dataOf(event, allowed),
    },
  };
}

function dataOf(event: CognitoEvent, allowed: Allowed): ConfirmedData {
  const { userAttributes, clientMetadata } = event.request;
  const { clientId } = event.callerContext;
  const emailVerified = userAttributes['email_verified'];
  return {
    cause: causeOf(event),
    ...present({
      userName: readText(event.userName),
      clientId: clientId === NO_CLIENT ? undefined : readText(clientId),
      email: readText(userAttributes['email']),
      phoneNumber: readText(userAttributes['phone_number']),
      locale: readText(userAttributes['locale']),
      name: readText(userAttributes['name']) ?? readText(userAttributes['given_name']),
    }),
    ...(emailVerified !== undefined && { emailVerified: emailVerified === 'true' || emailVerified === true }),
    attributes: pick(userAttributes, allowed.customAttributes),
    clientMetadata: pick(clientMetadata, allowed.clientMetadataKeys),
  };
}

function causeOf({ triggerSource, callerContext, request }: CognitoEvent): Cause {
  if (triggerSource === undefined) return 'console-test';
  if (request.userAttributes['cognito:user_status'] === 'EXTERNAL_PROVIDER') return 'federated';
  if (callerContext.clientId === null || callerContext.clientId === NO_CLIENT) return 'admin';
  return 'sign-up';
}

/** Well-formed text of a length that a pool can hold; undefined for anything else, an empty one included. */
function readText(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  return value.slice(0, MAX_ATTRIBUTE_LENGTH).toWellFormed();
}

const pick = (values: Record<string, unknown>, keys: string[]) =>
  present(Object.fromEntries(keys.map((key) => [key, readText(values[key])])));

const present = <K extends string>(values: Record<K, string | undefined>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [P in K]?: string;
  } & Record<string, string>;
