import { WORKERS, type WorkerEntry } from '@postconfirm/contract';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Properties, resourcesOf, temporaryAssembly } from './assembly.builder.ts';
import { parseStageConfig } from './config/parse-stage-config.ts';
import { physicalName } from './names.ts';
import { type Policies, policiesOf } from './permissions/policies.ts';
import { valuesOf } from './permissions/stack-values.ts';
import { poolInput } from './pool-mode.builder.ts';
import { servicesOf } from './services.ts';
import { type Assembly, STACKS } from './synthesize.ts';

const FURTHER: WorkerEntry = {
  name: 'further-worker',
  queue: 'further',
  receives: 150,
  uses: ['table'],
  fed: { confirmed: ['sign-up'] },
  impact: 'something further lacks these users',
  standard: { leastTimeoutSeconds: 5, timeoutSeconds: 20, maximumConcurrency: 2 },
};

const STAGES_AND_MODES = [
  ['local', 'create'],
  ['dev', 'create'],
  ['dev', 'existing'],
  ['prod', 'create'],
  ['prod', 'existing'],
] as const;

/** With all workers that there are, and with one more. */
const CASES = STAGES_AND_MODES.flatMap(([stage, mode]) =>
  [WORKERS, [...WORKERS, FURTHER]].map((workers: readonly WorkerEntry[]) => ({
    stage,
    mode,
    workers,
    count: workers.length,
  })),
);

/** Actions that are allowed on `*`, each for its reason. */
const ON_EVERYTHING: Record<string, string> = {
  'xray:PutTraceSegments': 'X-Ray has no resources to name',
  'xray:PutTelemetryRecords': 'X-Ray has no resources to name',
  'ses:GetSendQuota': "an account's quota is no resource",
  'cloudwatch:DescribeAlarms': 'with less, CloudWatch leaves alarms out of its answer',
};

/** Wildcards within a resource, each for its reason. */
const WITHIN: readonly [RegExp, string][] = [
  [/:log-group:[^*?]+:\*$/, 'the streams of the one group'],
  [/:secret:[^*?]+-\?{6}$/, 'six characters that Secrets Manager appends'],
  [
    /:ses:[^*?]+:identity\/\*$/,
    "SES's sandbox asks for the recipient's identity too; ses:FromAddress names the sender",
  ],
];

test.each(['confirmations', 'email', 'enrichment', 'email-events'])(
  'a stage without queue %s is refused in a sentence',
  (queue) => {
    const fewer = WORKERS.filter((entry) => entry.queue !== queue);
    expect(() => parseStageConfig('prod', poolInput('prod', 'create'), fewer)).toThrow(
      `WORKERS should have an entry whose queue is ${queue}`,
    );
  },
);

// A synthesis that breaks a rule of cdk-nag or CloudFormation throws, and so does an acknowledgement without a finding.
describe.each(CASES)('stage $stage with pool mode $mode and $count workers', ({ stage, mode, workers }) => {
  let assembly: Assembly;
  let policies: Policies;
  let resources: { type: string; properties: Properties }[];

  beforeAll(async () => {
    assembly = await temporaryAssembly(stage, parseStageConfig(stage, poolInput(stage, mode), workers), workers);
    policies = policiesOf(assembly);
    const values = valuesOf(assembly);
    resources = STACKS.flatMap((stack) =>
      Object.values(assembly.templates[stack].Resources)
        .filter(({ Type }) => /^AWS::(SQS::Queue|Lambda::EventSourceMapping|CloudWatch::Alarm)$/.test(Type))
        .map(({ Type, Properties = {} }) => ({ type: Type, properties: values[stack](Properties) as Properties })),
    );
  });

  const all = (type: string) => resources.filter((one) => one.type === type).map(({ properties }) => properties);
  const queueNamed = (name: string) =>
    all('AWS::SQS::Queue').find(({ QueueName }) => QueueName === name) ?? expect.unreachable(`no queue ${name}`);

  test('every queue has a dead-letter queue of its own, and no other may redrive to that', () => {
    const queues = all('AWS::SQS::Queue').filter(({ QueueName }) => !QueueName.endsWith('-dlq'));
    expect(queues.map(({ QueueName }) => QueueName).sort()).toEqual(
      workers.map(({ queue }) => physicalName(stage, queue)).sort(),
    );
    for (const { QueueName, RedrivePolicy } of queues) {
      const dlq = queueNamed(`${QueueName}-dlq`);
      expect(RedrivePolicy.deadLetterTargetArn).toMatch(new RegExp(`:${QueueName}-dlq$`));
      expect(dlq['RedriveAllowPolicy'].sourceQueueArns).toEqual([expect.stringMatching(`:${QueueName}$`)]);
      expect(dlq['MessageRetentionPeriod']).toBeGreaterThanOrEqual(queueNamed(QueueName)['MessageRetentionPeriod']);
    }
  });

  test('a dead letter of each queue tells a person what to do, also while somebody looks at it', () => {
    for (const { queue } of workers) {
      const dlq = physicalName(stage, `${queue}-dlq`);
      const alarm = all('AWS::CloudWatch::Alarm').find(({ AlarmName }) => AlarmName === dlq) ?? expect.unreachable(dlq);
      const counted = alarm['Metrics'].flatMap(({ MetricStat }: Properties) => MetricStat?.Metric ?? []);
      expect(counted.map(({ MetricName, Dimensions }: Properties) => [MetricName, Dimensions[0].Value])).toEqual([
        ['ApproximateNumberOfMessagesVisible', dlq],
        ['ApproximateNumberOfMessagesNotVisible', dlq],
      ]);
      expect(alarm).toMatchObject({ Threshold: 1, TreatMissingData: 'notBreaching' });
      expect(alarm['AlarmDescription']).toContain(`--stage ${stage} dlq list --queue ${queue}`);
    }
  });

  test('a message stays hidden for six timeouts of the function that its mapping feeds, and the window', () => {
    const mappings = all('AWS::Lambda::EventSourceMapping');
    expect(mappings).toHaveLength(workers.length);
    const functions = Object.values(resourcesOf(assembly, 'AWS::Lambda::Function'));
    for (const mapping of mappings) {
      const { EventSourceArn, FunctionName, MaximumBatchingWindowInSeconds = 0 } = mapping;
      const { ScalingConfig, ProvisionedPollerConfig } = mapping;
      expect(ScalingConfig?.MaximumConcurrency ?? ProvisionedPollerConfig.MaximumPollers).toBeGreaterThanOrEqual(2);
      expect(mapping['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures']);
      const [, , , , , , name, alias] = FunctionName.split(':');
      expect(alias).toBe('live');
      const { Timeout } = functions.find((one) => one['FunctionName'] === name) ?? expect.unreachable(name);
      const least = 6 * Timeout * assembly.config.timeScale + MaximumBatchingWindowInSeconds;
      expect(queueNamed(EventSourceArn.split(':').at(-1))['VisibilityTimeout']).toBeGreaterThanOrEqual(least);
    }
  });

  test('every function has a role that no other has', () => {
    const roles = Object.values(resourcesOf(assembly, 'AWS::Lambda::Function')).map(({ Role }) => JSON.stringify(Role));
    expect(roles).toHaveLength(servicesOf(workers).length);
    expect(new Set(roles).size).toBe(roles.length);
  });

  test('no role has an action with a star, and a resource with one only where the reason is listed', () => {
    const statements = [policies.roles, policies.awsRoles].flatMap((roles) => Object.values(roles).flat());
    expect(statements.every(({ effect }) => effect === 'Allow')).toBe(true);
    expect(statements.flatMap(({ actions }) => actions).filter((action) => /[*?]/.test(action))).toEqual([]);
    const wide = statements.flatMap(({ actions, resources: named }) =>
      named
        .filter((one) => /[*?]/.test(one))
        .filter((one) => (one === '*' ? !actions.every((action) => action in ON_EVERYTHING) : !isListed(one)))
        .map((one) => `${actions} on ${one}`),
    );
    expect(wide).toEqual([]);
  });

  test('every worker consumes its own queue and sends to its own dead-letter queue, and no function more', () => {
    for (const { name, queue, uses } of workers) {
      const own = physicalName(stage, queue);
      const onQueues = (policies.roles[physicalName(stage, name)] ?? []).flatMap(({ actions, resources: named }) =>
        named
          .filter((one) => one.startsWith('arn:aws:sqs:'))
          .map((one) => `${one.split(':').at(-1)}: ${[...actions].sort().join(' ')}`),
      );
      expect(onQueues).toEqual(expect.arrayContaining([`${own}: ${CONSUME}`, `${own}-dlq: sqs:SendMessage`]));
      if (!uses.some((use) => use === 'fan-out')) expect(onQueues).toHaveLength(2);
    }
  });
});

const CONSUME = 'sqs:ChangeMessageVisibility sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage';

const isListed = (resource: string) => WITHIN.some(([pattern]) => pattern.test(resource));
