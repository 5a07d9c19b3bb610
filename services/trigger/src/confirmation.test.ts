import { encodeMessage, MAX_BODY_BYTES, parseMessage } from '@postconfirm/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCognitoEvent } from './cognito-event.ts';
import { confirmationOf } from './confirmation.ts';
import { ALLOWED, anEvent, MOMENT, POOL, SUB } from './trigger.builder.ts';

function confirm(event: unknown, allowed = ALLOWED, moment = MOMENT) {
  const read = readCognitoEvent(event);
  return read && confirmationOf(read, allowed, moment);
}

function messageOf(event: unknown, allowed = ALLOWED) {
  const confirmation = confirm(event, allowed);
  return confirmation?.kind === 'message' ? confirmation.message : undefined;
}

const dataOf = (userAttributes: Record<string, unknown>, over?: Record<string, unknown>) =>
  messageOf(anEvent(userAttributes, over))?.data;

describe('the cause', () => {
  it.each([
    ['sign-up', { clientId: 'abc' }, 'CONFIRMED'],
    ['sign-up', {}, 'CONFIRMED'],
    ['sign-up', undefined, undefined],
    ['admin', { clientId: null }, 'CONFIRMED'],
    ['admin', { clientId: 'CLIENT_ID_NOT_APPLICABLE' }, undefined],
    ['federated', { clientId: 'abc' }, 'EXTERNAL_PROVIDER'],
    ['federated', { clientId: 'CLIENT_ID_NOT_APPLICABLE' }, 'EXTERNAL_PROVIDER'],
  ])('is %s for the caller %j of a user %s', (cause, callerContext, status) => {
    expect(dataOf({ 'cognito:user_status': status }, { callerContext })?.cause).toBe(cause);
  });

  it('is console-test only without a source and without a sub', () => {
    const bare = { request: { userAttributes: { email: 'ann@example.com' } } };
    expect(messageOf(bare)).toMatchObject({ subject: MOMENT.uuid, data: { cause: 'console-test' } });
    expect(confirm(anEvent({}, { triggerSource: undefined }))).toEqual({ kind: 'ignored', code: 'EVENT_IGNORED' });
    expect(confirm({ request: { userAttributes: {} } })).toEqual({ kind: 'ignored', code: 'EVENT_IGNORED' });
  });

  it('is no test of a user’s pool, though the event names one', () => {
    const event = { userPoolId: `${POOL}:x`, region: 'X', request: { userAttributes: { email: 'ann@example.com' } } };
    expect(messageOf(event)?.source).toBe('cognito:eu-central-1:console-test');
  });
});

describe('what is ignored', () => {
  it.each([
    'PreSignUp_SignUp',
    'PostConfirmation_ConfirmSignUp ',
    'postconfirmation_confirmsignup',
    'PostAuthentication_Authentication',
    '',
  ])('the source %j', (triggerSource) => {
    expect(confirm(anEvent({}, { triggerSource }))).toEqual({ kind: 'ignored', code: 'EVENT_IGNORED' });
  });

  it.each([undefined, null, '', 7, 'a b', 'a/b', 'ann@example.com', 'a'.repeat(129), `${SUB}\n`])(
    'a sub of %j',
    (sub) => {
      expect(confirm(anEvent({ sub }))).toEqual({ kind: 'ignored', code: 'NO_SUB' });
    },
  );

  it.each([undefined, null, '', 7, 'eu-central-1:x', 'p'.repeat(129)])('a pool of %j', (userPoolId) => {
    expect(confirm(anEvent({}, { userPoolId }))).toEqual({ kind: 'ignored', code: 'EVENT_IGNORED' });
  });

  it.each([[null], [7], ['text'], [true], [undefined]])('the event %j', (event) => {
    expect(confirm(event)).toBeUndefined();
  });
});

describe('what travels', () => {
  it('is one id for one user, whoever confirmed and whenever', () => {
    const ids = [anEvent(), anEvent({}, { callerContext: { clientId: null } }), anEvent({ email: 'new@example.com' })];
    expect(new Set(ids.map((event) => messageOf(event)?.id))).toEqual(new Set([`${SUB}/confirmed`]));
  });

  it.each([undefined, null, '', 'EU', 'a:b', 'r'.repeat(33), 7])(
    'has our own region where the event has %j',
    (region) => {
      expect(messageOf(anEvent({}, { region }))?.source).toBe(`cognito:eu-central-1:${POOL}`);
    },
  );

  it.each([
    ['true', true],
    [true, true],
    ['false', false],
    [false, false],
    ['TRUE', false],
    [null, false],
    [undefined, undefined],
  ])('email_verified %j as %j', (given, expected) => {
    expect(dataOf({ email_verified: given })?.emailVerified).toBe(expected);
  });

  it('the name, else the given name', () => {
    expect(dataOf({ name: 'Ann Example', given_name: 'Ann' })?.name).toBe('Ann Example');
    expect(dataOf({ name: '', given_name: 'Ann' })?.name).toBe('Ann');
  });

  it('allowed custom attributes and clientMetadata alone', () => {
    const request = {
      userAttributes: { sub: SUB, 'custom:plan': 'pro', 'custom:iban': 'DE00', 'dev:custom:plan': 'x' },
      clientMetadata: { campaign: 'spring', from: 'eve@example.com', bcc: 'eve@example.com', template: 'x' },
    };
    const { attributes, clientMetadata } = dataOf({}, { request }) ?? {};
    expect({ attributes, clientMetadata }).toEqual({
      attributes: { 'custom:plan': 'pro' },
      clientMetadata: { campaign: 'spring' },
    });
  });

  it.each(['toString', 'constructor', 'hasOwnProperty'])('nothing that is inherited, though %s is allowed', (key) => {
    const allowed = { ...ALLOWED, customAttributes: [key], clientMetadataKeys: [key] };
    expect(messageOf(anEvent(), allowed)?.data).toMatchObject({ attributes: {}, clientMetadata: {} });
  });

  it('no text longer than a pool can hold, and no half of a surrogate pair', () => {
    const name = dataOf({ name: `x${'\u{1F600}'.repeat(5000)}` })?.name;
    expect(name).toHaveLength(2048);
    expect(name?.endsWith('\u{1F600}\ufffd')).toBe(true);
  });

  it('no field for an empty or missing value', () => {
    expect(dataOf({ email: '', locale: null }, { userName: '', callerContext: {} })).toEqual({
      cause: 'sign-up',
      attributes: {},
      clientMetadata: {},
    });
  });
});

describe('whatever the event', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 50 }),
    fc
      .tuple(fc.constantFrom('x', '\uffff', '\ud83d', '\u{1F600}'), fc.nat(6000))
      .map(([unit, length]) => unit.repeat(length)),
    fc.constantFrom('PostConfirmation_ConfirmSignUp', 'CLIENT_ID_NOT_APPLICABLE', SUB, POOL),
    fc.jsonValue({ maxDepth: 1 }),
  );
  const attributes = fc.dictionary(fc.constantFrom('sub', 'email', 'name', 'locale', 'custom:plan', 'custom:x'), text);
  const event = fc.record(
    {
      triggerSource: fc.oneof({ weight: 5, arbitrary: fc.constant('PostConfirmation_ConfirmSignUp') }, text),
      region: text,
      userPoolId: fc.oneof({ weight: 5, arbitrary: fc.constant(POOL) }, text),
      userName: text,
      callerContext: fc.oneof(fc.record({ clientId: text }), fc.jsonValue()),
      request: fc.record({
        userAttributes: attributes.map((values) => ({ sub: SUB, ...values })),
        clientMetadata: fc.dictionary(fc.constantFrom('campaign', 'note'), text),
      }),
    },
    { requiredKeys: ['request'] },
  );

  it('a message is one that the workers take, within the bound', () => {
    let messages = 0;
    const allowed = {
      ...ALLOWED,
      customAttributes: ['custom:plan', 'custom:x'],
      clientMetadataKeys: ['campaign', 'note'],
    };
    fc.assert(
      fc.property(event, (given) => {
        const message = messageOf(given, allowed);
        if (message === undefined) return;
        messages += 1;
        const body = encodeMessage(message);
        expect(body.length).toBeLessThanOrEqual(MAX_BODY_BYTES);
        expect(parseMessage(body)).toMatchObject({ kind: 'message', message: { id: message.id } });
      }),
      { numRuns: 300 },
    );
    expect(messages).toBeGreaterThan(50);
  });

  it('all 50 attributes allowed and full still make a message within the bound that keeps the address', () => {
    const names = Array.from({ length: 50 }, (_, index) => `custom:${'n'.repeat(18)}${index}`);
    const full = '\uffff'.repeat(2048);
    const values = Object.fromEntries(
      [...names, 'email', 'name', 'locale', 'phone_number'].map((name) => [name, full]),
    );
    const message = messageOf(anEvent(values, { userName: full }), { ...ALLOWED, customAttributes: names });
    const body = message ? encodeMessage(message) : '';
    expect(body.length).toBeLessThanOrEqual(MAX_BODY_BYTES);
    expect(parseMessage(body)).toMatchObject({ kind: 'message', message: { data: { email: full } } });
  });
});
