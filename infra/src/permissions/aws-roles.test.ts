import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryAssembly } from '../assembly.builder.ts';
import { parseStageConfig } from '../config/parse-stage-config.ts';
import { WITH_EVERYTHING } from '../config/with-everything.builder.ts';
import { SERVICES } from '../services.ts';
import { iamMistakes } from './iam-mistake.builder.ts';
import { isAllowed, type Request } from './is-allowed.ts';
import { type Policies, policiesOf } from './policies.ts';
import type { Statement } from './statement.ts';

const ARN = 'arn:aws:lambda:eu-central-1:111122223333:function';
const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:postconfirm-prod-email-events';

let policies: Policies;

beforeAll(async () => {
  policies = policiesOf(await temporaryAssembly('prod', parseStageConfig('prod', WITH_EVERYTHING)));
});
const decide = (statements: readonly Statement[] = [], request: Request) => isAllowed(statements, request);

describe('the role of rollouts', () => {
  const move = { action: 'lambda:UpdateAlias' };
  const rollouts = () => Object.values(policies.awsRoles).flat();

  test.each(['trigger', 'fan-out', 'email-worker', 'enrichment-worker'])('moves the alias of %s', (service) => {
    expect(decide(rollouts(), { ...move, resource: `${ARN}:postconfirm-prod-${service}:live` })).toBe(true);
  });

  test.each([
    ['a function that the stage switches at once', { resource: `${ARN}:postconfirm-prod-email-events:live` }],
    ['another alias', { resource: `${ARN}:postconfirm-prod-trigger:next` }],
    ['an alias of another stage', { resource: `${ARN}:postconfirm-dev-trigger:live` }],
    ['the code of a function', { action: 'lambda:UpdateFunctionCode', resource: `${ARN}:postconfirm-prod-trigger` }],
    ['a function, by a call', { action: 'lambda:InvokeFunction', resource: `${ARN}:postconfirm-prod-trigger:live` }],
    ['what a queue holds', { action: 'sqs:ReceiveMessage', resource: 'arn:aws:sqs:eu-central-1:111122223333:any' }],
  ])('does not reach %s', (_what, request) => {
    expect(decide(rollouts(), { ...move, ...request })).toBe(false);
  });

  test('is the one role that no function has', () => {
    expect(Object.keys(policies.awsRoles)).toEqual([expect.stringMatching(/^rolloutsRole/)]);
  });
});

describe('a key of the stage', () => {
  const decrypt = (through?: string) => ({
    action: 'kms:Decrypt',
    resource: policies.resources.find(({ actions }) => actions.includes('kms:*'))?.resources[0] ?? '',
    ...(through && { context: { 'kms:viaservice': `${through}.eu-central-1.amazonaws.com` } }),
  });
  const mayBy = (through?: string) =>
    SERVICES.filter((service) => decide(policies.roles[`postconfirm-prod-${service}`], decrypt(through)));

  test('is used through the services that a function calls, and never by itself', () => {
    expect(mayBy('sqs')).toEqual(SERVICES);
    expect(mayBy('dynamodb')).toEqual(['email-worker', 'enrichment-worker', 'email-events', 'reconciler']);
    expect([mayBy('s3'), mayBy()]).toEqual([[], []]);
  });

  test.each<[string, Partial<Request>, boolean]>([
    ['the topic of SES events', {}, true],
    ['a topic of another account', { context: { 'aws:sourcearn': TOPIC.replace('1111', '4444') } }, false],
    ['a service that has nothing to do with it', { principal: 's3.amazonaws.com' }, false],
    ['whoever would delete it', { action: 'kms:ScheduleKeyDeletion' }, false],
  ])('is asked for by %s', (_who, change, allowed) => {
    const request = { ...decrypt(), principal: 'sns.amazonaws.com', context: { 'aws:sourcearn': TOPIC } };
    expect(decide(policies.resources, { ...request, ...change })).toBe(allowed);
  });
});

test('what services may do are actions that IAM has, on resources that they take', async () => {
  const mistakes = await Promise.all(Object.values(policies.awsRoles).flat().map(iamMistakes));
  expect(mistakes.flat()).toEqual([]);
});
