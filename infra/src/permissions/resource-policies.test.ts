import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryAssembly } from '../assembly.builder.ts';
import { ACCOUNT, POOL_ID, withPool } from '../pool-mode.builder.ts';
import { isAllowed, type Request } from './is-allowed.ts';
import { type Policies, policiesOf } from './policies.ts';

const OTHER = '444455556666';

let policies: Policies;

beforeAll(async () => {
  policies = policiesOf(await temporaryAssembly('prod', withPool('prod', 'existing')));
});

const arn = (service: string, rest: string, account = ACCOUNT) => `arn:aws:${service}:eu-central-1:${account}:${rest}`;
const queue = (name: string) => arn('sqs', `postconfirm-prod-${name}`);
const from = (sourceArn: string, account = ACCOUNT) => ({
  'aws:sourcearn': sourceArn,
  'aws:sourceaccount': account,
});

const decide = (request: Request) => isAllowed(policies.resources, request);

describe('the trigger', () => {
  const call = { action: 'lambda:InvokeFunction', principal: 'cognito-idp.amazonaws.com' };
  const resource = arn('lambda', 'function:postconfirm-prod-trigger:live');
  const pool = arn('cognito-idp', `userpool/${POOL_ID}`);

  test('is called by Cognito for the one pool', () => {
    expect(decide({ ...call, resource, context: from(pool) })).toBe(true);
  });

  test.each<[string, Partial<Request>]>([
    ['another pool of the account', { context: from(arn('cognito-idp', 'userpool/eu-central-1_Other')) }],
    ['a pool of the same id in another account', { context: from(pool.replace(ACCOUNT, OTHER), OTHER) }],
    ['a forged source without an account', { context: { 'aws:sourcearn': pool } }],
    ['nobody in particular', { context: {} }],
    ['another service', { principal: 'apigateway.amazonaws.com' }],
    ['a schedule', { principal: 'events.amazonaws.com' }],
    ['whoever would change it', { action: 'lambda:UpdateFunctionCode' }],
    ['a caller who goes around the alias', { resource: resource.replace(':live', '') }],
    ['a caller of another function', { resource: resource.replace('trigger', 'email-worker') }],
  ])('is not called by %s', (_who, change) => {
    expect(decide({ ...call, resource, context: from(pool), ...change })).toBe(false);
  });
});

describe('a queue', () => {
  const send = { action: 'sqs:SendMessage', principal: 'sns.amazonaws.com' };
  const topic = arn('sns', 'postconfirm-prod-email-events');

  test.each(['email-events', 'email-events-dlq'])('%s takes what its topic delivers', (name) => {
    expect(decide({ ...send, resource: queue(name), context: from(topic) })).toBe(true);
  });

  test.each<[string, Partial<Request>]>([
    ['another topic', { context: from(arn('sns', 'postconfirm-dev-email-events')) }],
    ['a topic of that name in another account', { context: from(topic.replace(ACCOUNT, OTHER), OTHER) }],
    ['a topic without TLS', { context: { ...from(topic), 'aws:securetransport': 'false' } }],
    ['a topic that would read it', { action: 'sqs:ReceiveMessage' }],
    ['another service', { principal: 's3.amazonaws.com' }],
    ['another account', { principal: `arn:aws:iam::${OTHER}:root` }],
  ])('takes nothing from %s', (_who, change) => {
    expect(decide({ ...send, resource: queue('email-events'), context: from(topic), ...change })).toBe(false);
  });

  test.each(['confirmations', 'confirmations-dlq', 'email', 'email-dlq', 'enrichment', 'enrichment-dlq'])(
    '%s is opened to no service and to nobody of another account',
    (name) => {
      for (const principal of ['sns.amazonaws.com', 'events.amazonaws.com', `arn:aws:iam::${OTHER}:root`]) {
        expect(decide({ ...send, principal, resource: queue(name), context: from(topic) })).toBe(false);
      }
    },
  );
});

describe('a topic', () => {
  const publish = { action: 'sns:Publish' };
  const events = arn('sns', 'postconfirm-prod-email-events');
  const alarms = arn('sns', 'postconfirm-prod-alarms');
  const ses = arn('ses', 'configuration-set/postconfirm-prod');
  const alarm = arn('cloudwatch', 'alarm:postconfirm-prod-email-dlq');

  test.each<[string, Omit<Request, 'action'>]>([
    ['events from SES', { resource: events, principal: 'ses.amazonaws.com', context: from(ses) }],
    ['events from the heartbeat', { resource: events, principal: 'events.amazonaws.com' }],
    ['alarms from CloudWatch', { resource: alarms, principal: 'cloudwatch.amazonaws.com', context: from(alarm) }],
  ])('takes %s', (_what, request) => {
    expect(decide({ ...publish, ...request })).toBe(true);
  });

  test.each<[string, Omit<Request, 'action'>]>([
    ["another stage's emails", { resource: events, principal: 'ses.amazonaws.com', context: from(`${ses}-2`) }],
    [
      "another account's emails",
      { resource: events, principal: 'ses.amazonaws.com', context: from(ses.replace(ACCOUNT, OTHER), OTHER) },
    ],
    [
      'SES without TLS',
      { resource: events, principal: 'ses.amazonaws.com', context: { ...from(ses), 'aws:securetransport': 'false' } },
    ],
    ['an application', { resource: events, principal: `arn:aws:iam::${OTHER}:role/app` }],
    [
      "another stage's alarms",
      { resource: alarms, principal: 'cloudwatch.amazonaws.com', context: from(alarm.replace('prod', 'dev')) },
    ],
    [
      "another account's alarms",
      { resource: alarms, principal: 'cloudwatch.amazonaws.com', context: from(alarm.replace(ACCOUNT, OTHER), OTHER) },
    ],
    ['a schedule among the alarms', { resource: alarms, principal: 'events.amazonaws.com' }],
  ])('takes nothing from %s', (_who, request) => {
    expect(decide({ ...publish, ...request })).toBe(false);
  });
});
