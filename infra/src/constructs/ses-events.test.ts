import { beforeAll, describe, expect, test } from 'vitest';
import { everyStageAssembled, type Properties, resource, resourcesOf } from '../assembly.builder.ts';
import { STAGES, type Stage } from '../config/stage.ts';
import type { Assembly } from '../synthesize.ts';

let assemblies: Record<Stage, Assembly>;

beforeAll(async () => {
  assemblies = await everyStageAssembled();
});

describe.each(STAGES)('stage %s', (stage) => {
  test('a heartbeat a minute tells that the way of events is open', () => {
    const rule = resource(
      assemblies[stage],
      'AWS::Events::Rule',
      ({ ScheduleExpression }) => ScheduleExpression === 'rate(1 minute)',
    );
    expect(rule).toMatchObject({ ScheduleExpression: 'rate(1 minute)', State: 'ENABLED' });
    const [{ Arn, InputTransformer }] = rule['Targets'];
    expect(Arn).toEqual({ Ref: expect.stringMatching(/^seseventsTopic/) });
    expect(InputTransformer.InputTemplate).toBe('{"eventType":"Heartbeat","time":<time>}');
    const publishers = Object.values(resourcesOf(assemblies[stage], 'AWS::SNS::TopicPolicy')).flatMap(
      ({ PolicyDocument }) => PolicyDocument.Statement.map(({ Principal }: Properties) => Principal?.Service),
    );
    expect(publishers).toEqual(expect.arrayContaining(['events.amazonaws.com', 'ses.amazonaws.com']));
  });

  test('SES tells of all that becomes of an email, and mails nobody again who bounced or complained', () => {
    const set = resource(assemblies[stage], 'AWS::SES::ConfigurationSet', () => true);
    expect(set).toMatchObject({
      ReputationOptions: { ReputationMetricsEnabled: true },
      SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
    });
    const told = resource(assemblies[stage], 'AWS::SES::ConfigurationSetEventDestination', () => true);
    expect(told['EventDestination']).toMatchObject({
      Enabled: true,
      MatchingEventTypes: ['send', 'delivery', 'bounce', 'complaint', 'reject', 'deliveryDelay', 'renderingFailure'],
      SnsDestination: { TopicARN: { Ref: expect.stringMatching(/^seseventsTopic/) } },
    });
  });

  test("SES's events reach their queue as they are, or its dead-letter queue", () => {
    const subscription = resource(assemblies[stage], 'AWS::SNS::Subscription', ({ Protocol }) => Protocol === 'sqs');
    expect(subscription).toMatchObject({
      RawMessageDelivery: true,
      Endpoint: { 'Fn::ImportValue': expect.stringMatching(/emaileventsQueue/) },
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::ImportValue': expect.stringMatching(/emaileventsDlq/) } },
    });
  });
});
