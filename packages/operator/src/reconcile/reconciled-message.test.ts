import { encodeMessage, parseMessage } from '@postconfirm/contract';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { aPoolUser, HOUR, NOW, POOL, SUB } from './missed-user.builder.ts';
import { reconciledMessage } from './reconciled-message.ts';

const ASKING = {
  pool: POOL,
  effects: ['email' as const],
  now: NOW,
  confirmedAt: NOW - HOUR,
  evenIfStale: false,
  customAttributes: ['custom:plan'],
};

it('has the id and the source that the trigger would have given it, and what the pool knows', () => {
  const user = aPoolUser({
    userName: 'ann@example.com',
    attributes: {
      sub: SUB,
      email: 'ann@example.com',
      email_verified: 'false',
      phone_number: '+12065550100',
      given_name: 'Ann',
      name: '',
      'custom:plan': 'pro',
      'custom:secret': 'not to travel',
      birthdate: '1990-01-01',
    },
  });
  expect(reconciledMessage(user, ASKING)).toEqual({
    specversion: '1.0',
    id: `${SUB}/confirmed`,
    source: `cognito:eu-central-1:${POOL}`,
    type: 'postconfirm.user.confirmed.v1',
    subject: SUB,
    time: '2026-11-22T12:00:00.000Z',
    datacontenttype: 'application/json',
    replays: 0,
    data: {
      cause: 'reconciled',
      effects: ['email'],
      confirmedAt: '2026-11-22T11:00:00.000Z',
      userName: 'ann@example.com',
      email: 'ann@example.com',
      emailVerified: false,
      phoneNumber: '+12065550100',
      name: 'Ann',
      attributes: { 'custom:plan': 'pro' },
      clientMetadata: {},
    },
  });
});

it('says that its email is wanted however old it is, where the operator said so', () => {
  expect(reconciledMessage(aPoolUser(), { ...ASKING, evenIfStale: true })).toMatchObject({ evenifstale: true });
  expect(reconciledMessage(aPoolUser(), ASKING)).not.toHaveProperty('evenifstale');
});

it('is a message of the contract whatever the pool holds', () => {
  const attributes = fc.dictionary(
    fc.constantFrom('email', 'name', 'given_name', 'locale', 'phone_number', 'email_verified', 'custom:plan'),
    fc.string({ unit: 'binary', maxLength: 2048 }),
  );
  fc.assert(
    fc.property(attributes, (held) => {
      const body = encodeMessage(reconciledMessage(aPoolUser({ attributes: { ...held, sub: SUB } }), ASKING));
      expect(parseMessage(body).kind).toBe('message');
    }),
  );
});
