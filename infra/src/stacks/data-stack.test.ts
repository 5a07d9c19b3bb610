import { deadLetterQueueName, MAX_RECEIVES, QUEUES } from '@postconfirm/contract';
import { beforeAll, describe, expect, test } from 'vitest';
import { everyStageAssembled, type Properties, resource, resourcesOf } from '../assembly.builder.ts';
import { STAGES, type Stage } from '../config/stage.ts';
import { physicalName } from '../names.ts';
import type { Assembly } from '../synthesize.ts';

let assemblies: Record<Stage, Assembly>;

beforeAll(async () => {
  assemblies = await everyStageAssembled();
});

describe.each(STAGES)('stage %s', (stage) => {
  test.each(QUEUES)('queue %s and its dead-letter queue keep messages, encrypted, for 14 days', (name) => {
    const queue = (own: string) =>
      resource(assemblies[stage], 'AWS::SQS::Queue', ({ QueueName }) => QueueName === physicalName(stage, own));
    const common = { MessageRetentionPeriod: 1_209_600, SqsManagedSseEnabled: true };
    expect(queue(name)).toMatchObject({ ...common, RedrivePolicy: { maxReceiveCount: MAX_RECEIVES[name] } });
    expect(queue(deadLetterQueueName(name))).toMatchObject(common);
  });

  test('queues and topics take nothing that is not encrypted on its way', () => {
    for (const [policies, held] of [
      ['AWS::SQS::QueuePolicy', 'AWS::SQS::Queue'],
      ['AWS::SNS::TopicPolicy', 'AWS::SNS::Topic'],
    ] as const) {
      const denied = Object.values(resourcesOf(assemblies[stage], policies)).filter(({ PolicyDocument }) =>
        PolicyDocument.Statement.some(
          ({ Effect, Condition }: Properties) =>
            Effect === 'Deny' && Condition?.Bool?.['aws:SecureTransport'] === 'false',
        ),
      );
      expect(denied).toHaveLength(Object.keys(resourcesOf(assemblies[stage], held)).length);
    }
  });

  test('the table has one sparse index, backups, and nothing that expires by itself', () => {
    const table = resource(assemblies[stage], 'AWS::DynamoDB::Table', () => true);
    expect(table).toMatchObject({
      TableName: physicalName(stage),
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      GlobalSecondaryIndexes: [{ IndexName: 'attention', Projection: { ProjectionType: 'ALL' } }],
    });
    expect(table).not.toHaveProperty('TimeToLiveSpecification');
  });
});

test('production keeps its data and its pool', () => {
  const { prod } = assemblies;
  const kept = Object.values(prod.templates.data.Resources).filter(({ Type }) => !Type.endsWith('Policy'));
  expect(new Set(kept.map(({ DeletionPolicy }) => DeletionPolicy))).toEqual(new Set(['RetainExceptOnCreate']));
  expect(resource(prod, 'AWS::DynamoDB::Table', () => true)['DeletionProtectionEnabled']).toBe(true);
  const pool = Object.values(prod.templates.pool.Resources).find(({ Type }) => Type === 'AWS::Cognito::UserPool');
  expect(pool).toMatchObject({
    DeletionPolicy: 'RetainExceptOnCreate',
    Properties: { DeletionProtection: 'ACTIVE' },
  });
});
