import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Properties } from '../assembly.builder.ts';
import type { Template } from '../template.ts';
import { exampleSnapshots } from './example.builder.ts';
import { losses } from './losses.ts';
import { OF_ANY_TYPE, PROTECTIONS } from './protections.ts';
import { committed, type Snapshot } from './snapshots.ts';

let snapshots: Snapshot[];

beforeAll(async () => {
  snapshots = await exampleSnapshots();
});

test('the templates are those that are committed: otherwise `npm run snapshots`, and read what changed', () => {
  expect(snapshots.map(({ file }) => path.basename(file))).toEqual([
    'data.json',
    'service.json',
    'pool-created.json',
    'pool-existing.json',
  ]);
  for (const one of snapshots) expect(one.template, one.file).toEqual(committed(one));
});

test('an update from what is committed loses neither data nor protection', () => {
  for (const one of snapshots) expect(losses(committed(one) as Template, one.template)).toEqual([]);
});

/** What would be lost if the first resource of a type became what `change` makes of it, in the first template that has one. */
function lossesBy(type: string, change: (resource: Properties, resources: Properties) => void): string[] {
  const isOfType = ({ Type }: { Type: string }) => Type === type;
  const { template } =
    snapshots.find((one) => Object.values(one.template.Resources).some(isOfType)) ?? expect.unreachable(type);
  const changed = structuredClone(template);
  change(Object.values(changed.Resources).find(isOfType) as Properties, changed.Resources);
  return losses(template, changed);
}

function takeAway(resource: Properties, resources: Properties): string {
  const id = Object.keys(resources).find((key) => resources[key] === resource) ?? '';
  delete resources[id];
  return id;
}

describe('an update is refused that', () => {
  test.each([
    ['renames a queue', 'AWS::SQS::Queue', 'QueueName', 'another'],
    ['changes the key of the table', 'AWS::DynamoDB::Table', 'KeySchema', [{ AttributeName: 'id' }]],
    ['renames a log group', 'AWS::Logs::LogGroup', 'LogGroupName', 'another'],
    ['renames the topic of SES events', 'AWS::SNS::Topic', 'TopicName', 'another'],
    ['makes a subscription of another', 'AWS::SNS::Subscription', 'Endpoint', 'another'],
    ['gives the app client a secret', 'AWS::Cognito::UserPoolClient', 'GenerateSecret', true],
    ['renames the trigger, which pools call by its name', 'AWS::Lambda::Function', 'FunctionName', 'another'],
    ['renames the alias of the trigger', 'AWS::Lambda::Alias', 'Name', 'another'],
    ['lets another pool call the trigger', 'AWS::Lambda::Permission', 'SourceArn', 'another'],
    ['lets a worker consume another queue', 'AWS::Lambda::EventSourceMapping', 'EventSourceArn', 'another'],
  ])('%s', (_effect, type, property, value) => {
    const lost = lossesBy(type, ({ Properties }) => Object.assign(Properties, { [property]: value }));
    // What refers to it may be lost with it.
    expect(lost.filter((one) => one.includes(`(${type})`))).toEqual([expect.stringMatching(/would be replaced/)]);
  });

  // The example stage encrypts with keys of AWS.
  const types = Object.keys(PROTECTIONS).filter((type) => type !== 'AWS::KMS::Key');

  test.each(types)('takes away the %s', (type) => {
    expect(lossesBy(type, takeAway)).toEqual([expect.stringContaining(`(${type}) would be`)]);
  });

  test('gives a queue another logical id, as a construct that is moved does', () => {
    const lost = lossesBy('AWS::SQS::Queue', (resource, resources) => {
      resources[`${takeAway(resource, resources)}Moved`] = resource;
    });
    expect(lost).toEqual([expect.stringContaining('would be left without a stack')]);
  });
});

/** Sets an attribute of a resource, or otherwise a property. */
const set = (resource: Properties, property: string, value: unknown): void =>
  Object.assign(property in OF_ANY_TYPE ? resource : resource['Properties'], { [property]: value });

describe('an update is refused that weakens', () => {
  const weaker: [type: string, property: string, value: unknown][] = [
    ['AWS::Cognito::UserPool', 'AliasAttributes', ['preferred_username']],
    ['AWS::Cognito::UserPool', 'AutoVerifiedAttributes', []],
    ['AWS::Cognito::UserPool', 'DeletionProtection', 'INACTIVE'],
    ['AWS::CloudWatch::Alarm', 'ActionsEnabled', false],
    ['AWS::CloudWatch::Alarm', 'AlarmActions', []],
    ['AWS::Cognito::UserPool', 'EmailConfiguration', { EmailSendingAccount: 'COGNITO_DEFAULT' }],
    ['AWS::Cognito::UserPool', 'LambdaConfig', { PreSignUp: 'another' }],
    ['AWS::Cognito::UserPool', 'LambdaConfig', { PostConfirmation: 'another' }],
    ['AWS::Cognito::UserPool', 'Schema', [{ Mutable: true, Name: 'email', Required: true }]],
    ['AWS::Cognito::UserPool', 'UsernameAttributes', ['email', 'phone_number']],
    ['AWS::Cognito::UserPool', 'UsernameConfiguration', { CaseSensitive: true }],
    ['AWS::Cognito::UserPoolClient', 'WriteAttributes', undefined],
    ['AWS::DynamoDB::Table', 'DeletionPolicy', 'Delete'],
    ['AWS::DynamoDB::Table', 'DeletionProtectionEnabled', false],
    ['AWS::DynamoDB::Table', 'GlobalSecondaryIndexes', undefined],
    ['AWS::DynamoDB::Table', 'PointInTimeRecoverySpecification', { PointInTimeRecoveryEnabled: false }],
    [
      'AWS::DynamoDB::Table',
      'PointInTimeRecoverySpecification',
      { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 1 },
    ],
    ['AWS::DynamoDB::Table', 'TimeToLiveSpecification', { AttributeName: 'expiresAt', Enabled: true }],
    ['AWS::DynamoDB::Table', 'UpdateReplacePolicy', undefined],
    ['AWS::Events::Rule', 'ScheduleExpression', 'rate(1 day)'],
    ['AWS::Events::Rule', 'State', 'DISABLED'],
    ['AWS::Lambda::Alias', 'UpdatePolicy', undefined],
    ['AWS::Lambda::EventSourceMapping', 'Enabled', false],
    ['AWS::Lambda::EventSourceMapping', 'FilterCriteria', { Filters: [{ Pattern: '{}' }] }],
    ['AWS::Lambda::EventSourceMapping', 'FunctionResponseTypes', []],
    ['AWS::Lambda::Function', 'ReservedConcurrentExecutions', 49],
    ['AWS::Logs::LogGroup', 'RetentionInDays', 89],
    ['AWS::SES::ConfigurationSet', 'ReputationOptions', { ReputationMetricsEnabled: false }],
    ['AWS::SES::ConfigurationSet', 'SendingOptions', { SendingEnabled: false }],
    ['AWS::SES::ConfigurationSet', 'SuppressionOptions', { SuppressedReasons: ['BOUNCE'] }],
    ['AWS::SES::ConfigurationSetEventDestination', 'EventDestination', { Enabled: false }],
    ['AWS::SNS::Subscription', 'FilterPolicy', { kind: ['bounce'] }],
    ['AWS::SNS::Subscription', 'FilterPolicyScope', 'MessageBody'],
    ['AWS::SNS::Subscription', 'RawMessageDelivery', false],
    ['AWS::SNS::Subscription', 'RedrivePolicy', undefined],
    ['AWS::SNS::TopicPolicy', 'PolicyDocument', { Statement: [] }],
    ['AWS::SQS::Queue', 'MessageRetentionPeriod', 1_209_599],
    ['AWS::SQS::Queue', 'MessageRetentionPeriod', undefined],
    ['AWS::SQS::Queue', 'RedriveAllowPolicy', undefined],
    ['AWS::SQS::Queue', 'RedrivePolicy', { deadLetterTargetArn: 'another', maxReceiveCount: 10 }],
    ['AWS::SQS::Queue', 'SqsManagedSseEnabled', false],
    ['AWS::SQS::QueuePolicy', 'PolicyDocument', { Statement: [] }],
  ];

  test.each(weaker)('of the %s its %s', (type, property, value) => {
    const lost = lossesBy(type, (resource) => set(resource, property, value));
    expect(lost).toEqual([
      expect.stringMatching(new RegExp(`^\\w+ \\(${type}\\): ${property} .+ would become .+\\.$`)),
    ]);
  });

  test('anything that is listed as a protection: each has a row here', () => {
    const { 'AWS::DynamoDB::Table': ofTable, ...others } = PROTECTIONS;
    const listed = Object.entries({ ...others, 'AWS::DynamoDB::Table': { ...OF_ANY_TYPE, ...ofTable } });
    expect(new Set(weaker.map(([type, property]) => `${type} ${property}`))).toEqual(
      new Set(listed.flatMap(([type, properties]) => Object.keys(properties).map((property) => `${type} ${property}`))),
    );
  });

  test('how often a queue tries before its message is dead-lettered, and nothing of other queues', () => {
    const lost = lossesBy('AWS::SQS::Queue', (_first, { emailQueueD8698CFC: { Properties } }) => {
      Properties.RedrivePolicy.maxReceiveCount += 1;
    });
    expect(lost).toEqual([expect.stringMatching(/^emailQueueD8698CFC .+"maxReceiveCount":\d+} would become /)]);
  });
});

test.each<[effect: string, type: string, change: (resource: Properties) => void]>([
  ['keeps lines longer', 'AWS::Logs::LogGroup', (one) => set(one, 'RetentionInDays', 180)],
  ['keeps lines for good', 'AWS::Logs::LogGroup', (one) => set(one, 'RetentionInDays', undefined)],
  [
    'keeps a table even where it could not be made',
    'AWS::DynamoDB::Table',
    (one) => set(one, 'DeletionPolicy', 'Retain'),
  ],
  ['hides messages longer', 'AWS::SQS::Queue', (one) => set(one, 'VisibilityTimeout', 600)],
  ['adds an attribute', 'AWS::Cognito::UserPool', ({ Properties }) => Properties.Schema.unshift({ Name: 'team' })],
  [
    'adds a trigger',
    'AWS::Cognito::UserPool',
    ({ Properties }) => {
      Properties.LambdaConfig.PreSignUp = 'another';
    },
  ],
  [
    'adds an index',
    'AWS::DynamoDB::Table',
    ({ Properties }) => Properties.GlobalSecondaryIndexes.unshift({ IndexName: 'another' }),
  ],
  ['retains what was not', 'AWS::SNS::Topic', (one) => set(one, 'DeletionPolicy', 'Retain')],
])('an update may go that %s', (_effect, type, change) => {
  expect(lossesBy(type, change)).toEqual([]);
});
