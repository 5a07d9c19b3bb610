import type { ConfirmedData } from '@postconfirm/contract';
import { describe, expect, it } from 'vitest';
import { type EmailRules, emailIntent } from './email-intent.ts';

const rules: EmailRules = {
  product: { name: 'Acme', url: 'https://app.acme.io/start' },
  unverifiedAddresses: 'skip',
  reservedDomains: 'skip',
};

const user = (fields: Partial<ConfirmedData> = {}): ConfirmedData => ({
  cause: 'sign-up',
  email: 'ada@mail.io',
  emailVerified: true,
  attributes: {},
  clientMetadata: {},
  ...fields,
});

const outcomeOf = (fields: Partial<ConfirmedData>, changed: Partial<EmailRules> = {}) => {
  const intent = emailIntent(user(fields), { ...rules, ...changed });
  return intent.kind === 'skip' ? intent.reason : intent.email.to;
};

it('mails a user who proved to own the address', () => {
  expect(emailIntent(user({ name: 'Ada', locale: 'de-AT' }), rules)).toEqual({
    kind: 'email',
    email: {
      to: 'ada@mail.io',
      subject: 'Willkommen bei Acme',
      html: expect.stringContaining('https://app.acme.io/start'),
      text: expect.stringContaining('Guten Tag Ada,'),
    },
  });
});

describe('an address', () => {
  const long = `${'a'.repeat(64)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.io`;

  it.each([
    ['none', undefined, 'no-address'],
    ['an empty one', '', 'no-address'],
    ['two in one', 'a@b.io,d@e.io', 'invalid-address'],
    ['one with a header behind it', 'a@b.io\r\nBcc: x@evil.io', 'invalid-address'],
    ['one in brackets', '<a@b.io>', 'invalid-address'],
    ['a quoted local part', '"a b"@c.io', 'invalid-address'],
    ['a local part beyond ASCII', 'jürgen@mail.io', 'invalid-address'],
    ['one without a domain', 'ada', 'invalid-address'],
    ['one that is too long', long, 'invalid-address'],
    ['a domain beyond ASCII', 'ada@bücher.io', 'ada@xn--bcher-kva.io'],
    ['a reserved domain', 'ada@example.com', 'reserved-domain'],
    ['a reserved top-level domain', 'ada@shop.test', 'reserved-domain'],
    ['a domain that only looks reserved', 'ada@myexample.com', 'ada@myexample.com'],
  ])('%s', (_, email, outcome) => {
    expect(outcomeOf({ email })).toBe(outcome);
  });

  it('in a reserved domain is mailed where the settings say so', () => {
    expect(outcomeOf({ email: 'ada@example.com' }, { reservedDomains: 'send' })).toBe('ada@example.com');
  });

  it.each(['no-address', 'invalid-address'])('that is none stays skipped under every setting (%s)', (reason) => {
    const email = reason === 'no-address' ? '' : 'a@b.io,d@e.io';
    expect(outcomeOf({ email }, { reservedDomains: 'send', unverifiedAddresses: 'send' })).toBe(reason);
  });
});

describe('an address that nobody proved to own', () => {
  it.each([
    ['sign-up', false],
    ['sign-up', undefined],
    ['federated', false],
    ['reconciled', undefined],
    ['console-test', false],
  ] as const)('is skipped: %s, verified %s', (cause, emailVerified) => {
    expect(outcomeOf({ cause, emailVerified })).toBe('unverified');
  });

  it('is mailed when an administrator confirmed the user', () => {
    expect(outcomeOf({ cause: 'admin', emailVerified: false })).toBe('ada@mail.io');
    expect(outcomeOf({ cause: 'admin', emailVerified: undefined })).toBe('ada@mail.io');
  });

  it('is mailed where the settings say so', () => {
    expect(outcomeOf({ emailVerified: false }, { unverifiedAddresses: 'send' })).toBe('ada@mail.io');
  });
});

it('takes nothing from what the client says', () => {
  const said = {
    from: 'x@evil.io',
    bcc: 'x@evil.io',
    template: '../../etc/passwd',
    url: 'https://evil.io',
    locale: 'de',
  };
  expect(emailIntent(user({ clientMetadata: said, attributes: said }), rules)).toEqual(emailIntent(user(), rules));
});
