import { describe, expect, it } from 'vitest';
import { isAllowed } from './is-allowed.ts';
import { statementsOf } from './statement.ts';

const QUEUE = 'arn:aws:sqs:eu-central-1:111122223333:orders';
const send = { action: 'sqs:SendMessage', resource: QUEUE };
const allow = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE };

const statements = (...Statement: object[]) => statementsOf({ Version: '2012-10-17', Statement });
const decide = (one: object, request = {}) => isAllowed(statements(one), { ...send, ...request });

describe('a request', () => {
  it.each<[string, object, object]>([
    ['is allowed by an action and a resource that are named', {}, {}],
    ['is allowed whatever the case of its action', { Action: 'SQS:sendmessage' }, {}],
    [
      'is allowed by one of several',
      { Action: ['sqs:DeleteMessage', 'sqs:SendMessage'], Resource: ['arn:x', QUEUE] },
      {},
    ],
    ['is allowed by a star within the action', { Action: 'sqs:Send*' }, {}],
    ['is allowed by a star over colons', { Resource: 'arn:aws:sqs:*:orders' }, {}],
    ['is allowed by a question mark for one character', { Resource: QUEUE.replace(/s$/, '?') }, {}],
    [
      'is allowed when a condition holds',
      { Condition: { StringEquals: { 'aws:x': ['b', 'a'] } } },
      { context: { 'aws:x': 'a' } },
    ],
    [
      'is allowed when an ARN is like another',
      { Condition: { ArnLike: { 'aws:SourceArn': 'arn:*' } } },
      { context: { 'aws:sourcearn': 'arn:a:b' } },
    ],
  ])('%s', (_what, statement, request) => {
    expect(decide({ ...allow, ...statement }, request)).toBe(true);
  });

  it.each<[string, object, object]>([
    ['of another action', {}, { action: 'sqs:DeleteMessage' }],
    ['for a longer name', {}, { resource: `${QUEUE}-dlq` }],
    ['for a name of other case', {}, { resource: QUEUE.replace('orders', 'Orders') }],
    ['for more characters than question marks', { Resource: QUEUE.replace(/rs$/, '?') }, {}],
    ['for a name that a dot would match', { Resource: QUEUE.replace('orders', 'ord.rs') }, {}],
    ['without the key of a condition', { Condition: { StringEquals: { 'aws:x': 'a' } } }, {}],
    [
      'that meets one of two conditions',
      { Condition: { StringEquals: { 'aws:x': 'a', 'aws:y': 'b' } } },
      { context: { 'aws:x': 'a' } },
    ],
    ['by a star in StringEquals', { Condition: { StringEquals: { 'aws:x': '*' } } }, { context: { 'aws:x': 'a' } }],
    [
      'of a principal who is not named',
      { Principal: { Service: 'sns.amazonaws.com' } },
      { principal: 's3.amazonaws.com' },
    ],
  ])('is denied %s', (_what, statement, request) => {
    expect(decide({ ...allow, ...statement }, request)).toBe(false);
  });

  it('is denied when one statement denies it, whatever others allow', () => {
    const deny = { Effect: 'Deny', Action: 'sqs:*', Resource: '*' };
    expect(isAllowed(statements(allow, deny), send)).toBe(false);
    expect(isAllowed(statements(deny, allow), send)).toBe(false);
  });

  it('is denied when no statement speaks of it', () => {
    expect(isAllowed([], send)).toBe(false);
  });
});

describe('a policy', () => {
  it.each<[string, object]>([
    ['NotAction', { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }],
    ['NotResource', { Effect: 'Allow', Action: 'sqs:SendMessage', NotResource: QUEUE }],
    ['NotPrincipal', { ...allow, NotPrincipal: { AWS: '*' } }],
    ['an operator that is not understood', { ...allow, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }],
    [
      'an operator with another meaning of a missing key',
      { ...allow, Condition: { StringEqualsIfExists: { 'aws:x': 'a' } } },
    ],
    ['a federated principal', { ...allow, Principal: { Federated: 'accounts.example.com' } }],
  ])('with %s is refused, not overlooked', (_what, statement) => {
    expect(() => statements(statement)).toThrow('more than is understood here');
  });
});
