import { expect, it } from 'vitest';
import { readEnvironment } from './env.ts';
import { environment } from './environment.builder.ts';

it('reads the settings that infra gives', () => {
  expect(readEnvironment(environment({ REPLY_TO: 'help@mail.example' }))).toMatchObject({
    tableName: 'postconfirm-prod',
    sender: 'hello@mail.example',
    replyTo: 'help@mail.example',
    leaseSeconds: 90,
    maxAttempts: 8,
    sendPolicy: 'resend',
    reservedDomains: 'skip',
    sendIntervalMilliseconds: 143,
  });
});

it('can do without REPLY_TO', () => {
  expect(() => readEnvironment(environment({ REPLY_TO: undefined }))).not.toThrow();
});

it.each(Object.keys(environment()))('does not start without %s, and names it', (name) => {
  expect(() => readEnvironment(environment({ [name]: undefined }))).toThrow(`${name} is missing: it should be `);
});

it.each([
  ['SENDER', 'not an address'],
  ['SENDER', 'hello@mail.example\r\nBcc: x@evil.example'],
  ['REPLY_TO', 'Help <help@mail.example>'],
  ['PRODUCT_URL', 'http://app.example.com/'],
  ['PRODUCT_URL', 'javascript:alert(1)'],
  ['QUEUE_URL', 'postconfirm-prod-email'],
  ['LEASE_SECONDS', '90s'],
  ['LEASE_SECONDS', '-1'],
  ['MAX_ATTEMPTS', 'NaN'],
  ['SEND_POLICY', 'always'],
  ['UNVERIFIED_ADDRESSES', 'yes'],
  ['RESERVED_DOMAINS', 'Skip'],
])('does not start with %s "%s", and never repeats the value', (name, value) => {
  const start = () => readEnvironment(environment({ [name]: value }));
  expect(start).toThrow(`${name} is wrong: it should be `);
  expect(start).not.toThrow(value);
});

it('names everything that is wrong at once', () => {
  const start = () => readEnvironment(environment({ SENDER: undefined, SEND_POLICY: 'always' }));
  expect(start).toThrow(/SEND_POLICY is wrong.*SENDER is missing/);
});
