import { deadLetterQueueName, MAX_RECEIVES, QUEUES, WORKERS } from '@postconfirm/contract';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Properties, resource, resourcesOf, temporaryAssembly } from './assembly.builder.ts';
import { built } from './built.builder.ts';
import { senderIdentity } from './config/derived.ts';
import { EXAMPLE, exampleConfig } from './config/example.builder.ts';
import { STAGES, type Stage } from './config/stage.ts';
import { LOCAL_DIFFERENCES } from './config/stage-differences.ts';
import { physicalName } from './names.ts';
import { SERVICES } from './services.ts';
import type { Assembly } from './synthesize.ts';
import { allowances, templateDifferences } from './template-differences.ts';

const assemblies = {} as Record<Stage, Assembly>;

beforeAll(async () => {
  await built();
  for (const stage of STAGES) assemblies[stage] = await temporaryAssembly(stage);
});

const statements = (assembly: Assembly): Properties[] =>
  ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy']
    .flatMap((type) => Object.values(resourcesOf(assembly, type)))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);

describe.each(STAGES)('stage %s', (stage) => {
  const queue = (name: string) =>
    resource(assemblies[stage], 'AWS::SQS::Queue', ({ QueueName }) => QueueName === physicalName(stage, name));

  test.each(QUEUES)('queue %s redrives to its own dead-letter queue, and both keep messages for 14 days', (name) => {
    const dlq = queue(deadLetterQueueName(name));
    expect(queue(name)).toMatchObject({
      MessageRetentionPeriod: 1_209_600,
      SqsManagedSseEnabled: true,
      RedrivePolicy: {
        deadLetterTargetArn: { 'Fn::GetAtt': [expect.stringMatching(/Dlq/), 'Arn'] },
        maxReceiveCount: MAX_RECEIVES[name],
      },
    });
    expect(dlq).toMatchObject({ MessageRetentionPeriod: 1_209_600, SqsManagedSseEnabled: true });
    expect(dlq['RedriveAllowPolicy'].sourceQueueArns).toEqual([
      expect.stringMatching(`:${physicalName(stage, name)}$`),
    ]);
  });

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

  test('the silence of the events wakes a person', () => {
    const name = physicalName(stage, 'events-silent');
    expect(resource(assemblies[stage], 'AWS::CloudWatch::Alarm', ({ AlarmName }) => AlarmName === name)).toMatchObject({
      MetricName: 'Invocations',
      ComparisonOperator: 'LessThanThreshold',
      EvaluationPeriods: 15,
      TreatMissingData: 'breaching',
    });
  });

  const alarm = (name: string) =>
    resource(assemblies[stage], 'AWS::CloudWatch::Alarm', ({ AlarmName }) => AlarmName === physicalName(stage, name));

  test.each(WORKERS)(
    'a crash of $name wakes a person, whose first command finds what Lambda said of it',
    ({ name }) => {
      const functionName = physicalName(stage, name);
      const errors = alarm(`${name}-errors`);
      expect(errors).toMatchObject({
        Namespace: 'AWS/Lambda',
        MetricName: 'Errors',
        Dimensions: [{ Name: 'FunctionName', Value: functionName }],
        Threshold: 1,
      });
      const pattern = `--filter-pattern '?"Task timed out" ?"errorType" ?"Runtime."'`;
      expect(errors['AlarmDescription']).toContain(`aws logs tail /aws/lambda/${functionName} --since 1h ${pattern}`);
    },
  );

  test('an alarm on the trigger says where its users are found: by its own lines, by those of Lambda, or nowhere', () => {
    const first = (name: string) => alarm(name)['AlarmDescription'].split(' First: ')[1];
    const tail = `aws logs tail /aws/lambda/${physicalName(stage, 'trigger')} --since 1h --filter-pattern`;
    expect(first('enqueue-failed')).toBe(`${tail} '{ $.level = "error" }'`);
    expect(first('trigger-failed')).toBe(`${tail} '{ $.level = "error" }'`);
    expect(first('trigger-errors')).toBe(`${tail} '?"Task timed out" ?"errorType" ?"Runtime."'`);
    expect(first('trigger-throttles')).toBe('aws lambda get-account-settings');
    expect(alarm('trigger-throttles')['AlarmDescription']).toContain(
      'No log line names them: they are found from the pool.',
    );
  });

  test.each([
    ['fan-out', ['MESSAGE_FAILED', 'DEAD_LETTER_FAILED', 'TARGET_REFUSED']],
    ['email-worker', ['MESSAGE_FAILED', 'DEAD_LETTER_FAILED']],
    ['enrichment-worker', ['MESSAGE_FAILED', 'DEAD_LETTER_FAILED']],
  ])('failures of %s that no retry was planned for wake a person: any of %j', (name, codes) => {
    const { Metrics } = alarm(`${name}-failed`);
    const [sum, ...counted] = Metrics as Properties[];
    expect(counted.map(({ MetricStat }) => MetricStat.Metric)).toEqual(
      codes.map((MetricName) => ({
        Namespace: 'postconfirm',
        MetricName,
        Dimensions: [{ Name: 'FunctionName', Value: physicalName(stage, name) }],
      })),
    );
    // The sum of a count and of no value at all is no value.
    expect(sum?.['Expression']).toBe(counted.map(({ Id }) => `FILL(${Id}, 0)`).join(' + '));
  });

  test.each(WORKERS)('each further dead letter of $name tells a person, while the first still lies there', (worker) => {
    const further = alarm(`${worker.name}-dead-lettered`);
    expect(further).toMatchObject({
      Namespace: 'postconfirm',
      MetricName: 'MESSAGE_DEAD_LETTERED',
      Dimensions: [{ Name: 'FunctionName', Value: physicalName(stage, worker.name) }],
      Statistic: 'Sum',
      TreatMissingData: 'notBreaching',
    });
    expect(further['AlarmDescription']).toContain(`--stage ${stage} dlq list --queue ${worker.queue}`);
  });

  test('an external system that is given up wakes a person', () => {
    const givenUp = alarm('source-given-up');
    expect(givenUp).toMatchObject({ Namespace: 'postconfirm', MetricName: 'SOURCE_GIVEN_UP', Threshold: 1 });
    expect(givenUp['AlarmDescription']).toContain(`--filter-pattern '{ $.code = "SOURCE_GIVEN_UP" }'`);
  });

  test.each(WORKERS)('messages stay hidden for six timeouts of $name', ({ name, queue: source }) => {
    const { config } = assemblies[stage];
    const { timeoutSeconds, batchingWindowSeconds } = config.workers[name];
    const full = (6 * timeoutSeconds + batchingWindowSeconds) * config.timeScale;
    expect(queue(source)['VisibilityTimeout']).toBe(Math.max(5, full));
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

  test('every service is a function of its artefact, behind the alias live, with a log group that ends', () => {
    const functions = resourcesOf(assemblies[stage], 'AWS::Lambda::Function');
    expect(Object.values(functions).map(({ FunctionName }) => FunctionName)).toEqual(
      SERVICES.map((service) => physicalName(stage, service)),
    );
    for (const properties of Object.values(functions)) {
      expect(properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' });
    }
    const aliases = Object.values(resourcesOf(assemblies[stage], 'AWS::Lambda::Alias'));
    expect(aliases.map(({ Name }) => Name)).toEqual(SERVICES.map(() => 'live'));
    const logs = Object.values(resourcesOf(assemblies[stage], 'AWS::Logs::LogGroup'));
    expect(logs.map(({ RetentionInDays }) => RetentionInDays)).toEqual(
      SERVICES.map(() => assemblies[stage].config.logRetentionDays),
    );
  });

  test('every worker is fed by its queue alone, in batches that may fail in part', () => {
    const mappings = Object.values(resourcesOf(assemblies[stage], 'AWS::Lambda::EventSourceMapping'));
    expect(mappings).toHaveLength(WORKERS.length);
    for (const mapping of mappings) {
      expect(mapping['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures']);
      expect(mapping['FunctionName']).toEqual({ Ref: expect.stringMatching(/Live/) });
      const { ScalingConfig, ProvisionedPollerConfig } = mapping;
      expect(ScalingConfig?.MaximumConcurrency ?? ProvisionedPollerConfig.MaximumPollers).toBeGreaterThanOrEqual(2);
    }
  });

  test('emails leave from the sender alone, through the configuration set, to whatever identities the sandbox asks for', () => {
    const { config } = assemblies[stage];
    const sending = statements(assemblies[stage]).filter(({ Action }) => [Action].flat().includes('ses:SendEmail'));
    expect(sending).toEqual([
      expect.objectContaining({
        Condition: { StringEquals: { 'ses:FromAddress': config.email.sender } },
        Resource: [
          expect.stringMatching(`configuration-set/${physicalName(stage)}$`),
          expect.stringMatching(`:ses:${config.region}:${config.account}:identity/\\*$`),
        ],
      }),
    ]);
  });

  test('the pool calls the trigger, and nobody else may', () => {
    const pool = resource(assemblies[stage], 'AWS::Cognito::UserPool', () => true);
    const permission = resource(
      assemblies[stage],
      'AWS::Lambda::Permission',
      ({ Principal }) => Principal !== 'events.amazonaws.com',
    );
    const alias = { 'Fn::ImportValue': expect.stringMatching(/triggerLive/) };
    expect(pool['LambdaConfig']).toEqual({ PostConfirmation: alias });
    expect(permission).toEqual({
      Action: 'lambda:InvokeFunction',
      FunctionName: alias,
      Principal: 'cognito-idp.amazonaws.com',
      SourceAccount: assemblies[stage].config.account,
      SourceArn: { 'Fn::GetAtt': [expect.stringMatching(/^Pool/), 'Arn'] },
    });
  });

  test.each([
    ['watch', 'rate(15 minutes)'],
    ['report', 'rate(1 day)'],
  ])('a schedule sends the reconciler to the pool to %s, and may call it', (task, ScheduleExpression) => {
    const rules = Object.entries(resourcesOf(assemblies[stage], 'AWS::Events::Rule'));
    const [id, rule] =
      rules.find(([, properties]) => properties['ScheduleExpression'] === ScheduleExpression) ?? expect.unreachable();
    const alias = { 'Fn::ImportValue': expect.stringMatching(/reconcilerLive/) };
    const [{ Arn, Input }] = rule['Targets'];
    expect(Arn).toEqual(alias);
    expect(Input).toEqual({
      'Fn::Join': ['', [`{"task":"${task}","userPoolId":"`, { Ref: expect.stringMatching(/^Pool/) }, '"}']],
    });
    const permissions = Object.values(resourcesOf(assemblies[stage], 'AWS::Lambda::Permission'));
    expect(permissions).toContainEqual({
      Action: 'lambda:InvokeFunction',
      FunctionName: alias,
      Principal: 'events.amazonaws.com',
      SourceAccount: assemblies[stage].config.account,
      SourceArn: { 'Fn::GetAtt': [id, 'Arn'] },
    });
  });

  test.each([
    // Lambda may ask twice for one look: what was counted twice must not be added up.
    ['users-missed', 'RECONCILE_MISSING', 'Maximum', 'reconcile'],
    ['trigger-detached', 'TRIGGER_DETACHED', 'Sum', 'doctor'],
    ['deliveries-held', 'DELIVERIES_HELD', 'Maximum', 'status'],
    ['doubts-stuck', 'DOUBT_AGE', 'Maximum', 'status'],
  ])('what the reconciler finds wakes a person: %s', (name, MetricName, Statistic, command) => {
    expect(alarm(name)).toMatchObject({
      Namespace: 'postconfirm',
      MetricName,
      Statistic,
      Dimensions: [{ Name: 'FunctionName', Value: physicalName(stage, 'reconciler') }],
    });
    expect(alarm(name)['AlarmDescription']).toMatch(new RegExp(`--stage ${stage} .*${command}$`));
  });

  test('users may choose their attributes, but not those that enrichment writes back, nor what Cognito verified', () => {
    const { pool, enrichment } = assemblies[stage].config;
    const { WriteAttributes } = resource(assemblies[stage], 'AWS::Cognito::UserPoolClient', () => true);
    const chosen = pool.customAttributes.filter((name) => !(name in enrichment.writeBack));
    expect(chosen.length).toBeLessThan(pool.customAttributes.length);
    expect(WriteAttributes).toEqual(expect.arrayContaining(['email', 'name', 'locale', ...chosen]));
    for (const name of Object.keys(enrichment.writeBack)) expect(WriteAttributes).not.toContain(name);
    expect(WriteAttributes).not.toContain('email_verified');
  });

  test("confirmation codes leave by SES, not by Cognito's sender of 50 a day", () => {
    const pool = resource(assemblies[stage], 'AWS::Cognito::UserPool', () => true);
    expect(pool['EmailConfiguration']).toMatchObject({
      EmailSendingAccount: 'DEVELOPER',
      From: expect.stringContaining(`<${assemblies[stage].config.email.sender}>`),
      SourceArn: expect.stringMatching(`identity/${senderIdentity(assemblies[stage].config)}$`),
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

test('production keeps its data, its pool and concurrency for the trigger, and tells a person', () => {
  const { prod } = assemblies;
  const kept = Object.values(prod.templates.data.Resources).filter(({ Type }) => !Type.endsWith('Policy'));
  expect(new Set(kept.map(({ DeletionPolicy }) => DeletionPolicy))).toEqual(new Set(['RetainExceptOnCreate']));
  expect(resource(prod, 'AWS::Cognito::UserPool', () => true)['DeletionProtection']).toBe('ACTIVE');
  expect(
    resource(prod, 'AWS::Lambda::Function', ({ FunctionName }) => FunctionName === 'postconfirm-prod-trigger'),
  ).toMatchObject({ ReservedConcurrentExecutions: prod.config.trigger.reservedConcurrency });
  for (const alarm of Object.values(resourcesOf(prod, 'AWS::CloudWatch::Alarm'))) {
    expect(alarm['AlarmActions']).toHaveLength(1);
  }
});

test('every topic that an alarm speaks to lets CloudWatch in, for alarms of this stage alone', () => {
  const alarms = Object.values(resourcesOf(assemblies.prod, 'AWS::CloudWatch::Alarm'));
  const topics = new Set(alarms.flatMap(({ AlarmActions }) => AlarmActions.map(({ Ref }: Properties) => Ref)));
  expect(topics.size).toBe(1);
  for (const topic of topics) {
    const policy = resource(assemblies.prod, 'AWS::SNS::TopicPolicy', ({ Topics }) => Topics[0].Ref === topic);
    const letIn = ({ Principal }: Properties) => Principal.Service === 'cloudwatch.amazonaws.com';
    expect(policy['PolicyDocument'].Statement.find(letIn)).toMatchObject({
      Effect: 'Allow',
      Action: 'sns:Publish',
      Resource: { Ref: topic },
      Condition: {
        StringEquals: { 'aws:SourceAccount': '111122223333' },
        ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:eu-central-1:111122223333:alarm:postconfirm-prod-*' },
      },
    });
  }
});

test('the alarm on confirmations that were not enqueued counts the metric that the trigger logs', () => {
  const alarm = resource(
    assemblies.prod,
    'AWS::CloudWatch::Alarm',
    ({ AlarmName }) => AlarmName === 'postconfirm-prod-enqueue-failed',
  );
  expect(alarm).toMatchObject({
    Namespace: 'postconfirm',
    MetricName: 'ENQUEUE_FAILED',
    Dimensions: [{ Name: 'FunctionName', Value: 'postconfirm-prod-trigger' }],
  });
});

test('the reconciler may enqueue only where the stage lets it repair', async () => {
  const repairing = await temporaryAssembly('prod', exampleConfig('prod', { reconcile: { apply: true } }));
  const senders = (assembly: Assembly) =>
    Object.values(resourcesOf(assembly, 'AWS::IAM::Policy'))
      .filter(({ PolicyDocument }) =>
        PolicyDocument.Statement.some(
          ({ Action, Resource }: Properties) =>
            Action === 'sqs:SendMessage' && JSON.stringify(Resource).includes('confirmationsQueue'),
        ),
      )
      .map(({ PolicyName }) => PolicyName.replace(/RoleDefaultPolicy.*/, ''));
  expect(senders(assemblies.prod)).toEqual(['trigger']);
  expect(senders(repairing)).toEqual(['trigger', 'reconciler']);
});

test('settings that no function can hold are refused, by the name of the longest', async () => {
  const clientMetadataKeys = Array.from({ length: 70 }, (_, index) => String(index).padStart(64, 'k'));
  const synthesis = temporaryAssembly('prod', exampleConfig('prod', { pool: { ...EXAMPLE.pool, clientMetadataKeys } }));
  await expect(synthesis).rejects.toThrow(
    /^pool.clientMetadataKeys should be shorter: it takes 4569 of the \d+ bytes in the environment of postconfirm-prod-trigger, and Lambda takes 4096\.$/,
  );
});

test('enrichment may write to the pool only where a field is written back', async () => {
  const config = exampleConfig('prod', { enrichment: { ...EXAMPLE.enrichment, writeBack: {} } });
  const without = await temporaryAssembly('prod', config);
  const writing = (assembly: Assembly) =>
    statements(assembly).filter(({ Action }) =>
      [Action].flat().some((action) => action.startsWith('cognito-idp:Admin')),
    );
  expect(writing(without)).toEqual([]);
  expect(writing(assemblies.prod)).toEqual([
    {
      Effect: 'Allow',
      Action: 'cognito-idp:AdminUpdateUserAttributes',
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Pool/), 'Arn'] },
    },
  ]);
});

test('stage local is production but for the listed differences, and none is listed in vain', () => {
  const differences = templateDifferences(assemblies.local, assemblies.prod);
  expect(differences.filter((difference) => allowances(difference).length === 0)).toEqual([]);
  const used = new Set(differences.flatMap(allowances));
  expect(LOCAL_DIFFERENCES.filter((listed) => !used.has(listed))).toEqual([]);
});
