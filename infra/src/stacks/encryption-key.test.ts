import { QUEUES } from '@postconfirm/contract';
import { beforeAll, expect, test } from 'vitest';
import { type Properties, resourcesOf, temporaryAssembly } from '../assembly.builder.ts';
import { exampleConfig } from '../config/example.builder.ts';
import type { StageConfig } from '../config/stage-config.ts';
import { valuesOf } from '../permissions/stack-values.ts';
import { type Assembly, STACKS } from '../synthesize.ts';

const ARN = 'arn:aws:kms:eu-central-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const assemblies = {} as Record<StageConfig['encryptionKey']['mode'], Assembly>;

beforeAll(async () => {
  assemblies['aws-owned'] = await temporaryAssembly('prod', exampleConfig('prod'));
  assemblies.create = await temporaryAssembly('prod', exampleConfig('prod', { encryptionKey: { mode: 'create' } }));
  const existing = { mode: 'existing', arn: ARN } as const;
  assemblies.existing = await temporaryAssembly('prod', exampleConfig('prod', { encryptionKey: existing }));
});

const KEY_OF: Record<string, (properties: Properties) => unknown> = {
  'AWS::SQS::Queue': ({ KmsMasterKeyId }) => KmsMasterKeyId,
  'AWS::SNS::Topic': ({ KmsMasterKeyId }) => KmsMasterKeyId,
  'AWS::DynamoDB::Table': ({ SSESpecification }) => SSESpecification?.KMSMasterKeyId,
};

/** What encrypts each queue, topic and table once it is deployed: none for a key of AWS. */
const keys = (assembly: Assembly): unknown[] =>
  STACKS.flatMap((stack) =>
    Object.values(assembly.templates[stack].Resources).flatMap(({ Type, Properties = {} }) =>
      Object.hasOwn(KEY_OF, Type) ? [valuesOf(assembly)[stack](KEY_OF[Type]?.(Properties))] : [],
    ),
  );

// Each queue and its dead-letter queue, two topics, the table.
const ENCRYPTED = 2 * QUEUES.length + 2 + 1;

const policy = (assembly: Assembly): Properties[] =>
  Object.values(resourcesOf(assembly, 'AWS::KMS::Key'))[0]?.['KeyPolicy'].Statement;

test('by standard AWS has the keys, and no role has a right to one', () => {
  expect(keys(assemblies['aws-owned'])).toEqual(Array(ENCRYPTED).fill(undefined));
  expect(JSON.stringify(assemblies['aws-owned'].templates)).not.toContain('kms:');
});

test("one key of the stage's own encrypts every queue, topic and table, is renewed, and outlives its stack", () => {
  const resources = STACKS.flatMap((stack) => Object.entries(assemblies.create.templates[stack].Resources));
  const [[id, key] = [], ...others] = resources.filter(([, { Type }]) => Type === 'AWS::KMS::Key');
  expect(others).toEqual([]);
  expect(keys(assemblies.create)).toEqual(Array(ENCRYPTED).fill(`arn:aws:kms:eu-central-1:111122223333:key/${id}`));
  expect(key).toMatchObject({
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
    Properties: { EnableKeyRotation: true },
  });
});

test('a named key encrypts everything, and none is made', () => {
  expect(keys(assemblies.existing)).toEqual(Array(ENCRYPTED).fill(ARN));
  expect(resourcesOf(assemblies.existing, 'AWS::KMS::Key')).toEqual({});
});

const TOPIC = 'arn:aws:sns:eu-central-1:111122223333:postconfirm-prod-email-events';

test.each([
  ['SNS, to deliver to the queue', 'sns', { ArnEquals: { 'aws:SourceArn': TOPIC } }],
  ['SES, to tell of emails', 'ses', undefined],
  ['EventBridge, to send heartbeats', 'events', undefined],
  ['CloudWatch, to tell of alarms', 'cloudwatch', { StringEquals: { 'aws:SourceAccount': '111122223333' } }],
])('the key lets %s', (_what, service, Condition) => {
  const found = policy(assemblies.create).filter(({ Principal }) => Principal.Service === `${service}.amazonaws.com`);
  expect(found).toEqual([expect.objectContaining({ Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Effect: 'Allow' })]);
  expect(found[0]?.['Condition']).toEqual(Condition);
});

test('the owner of a named key is told the very statements that a key of the stage has', () => {
  const { Value } = assemblies.existing.templates.data.Outputs?.['KeyPolicyStatements'] ?? {};
  const services = policy(assemblies.create).filter(({ Principal }) => Principal.Service);
  expect(JSON.parse(String(Value))).toEqual(services);
});

test('each function may use the key through the services that it calls alone', () => {
  const uses = Object.values(resourcesOf(assemblies.existing, 'AWS::IAM::Policy')).map(
    ({ PolicyName, PolicyDocument }) => [
      PolicyName.replace(/RoleDefaultPolicy.*/, ''),
      PolicyDocument.Statement.filter(({ Resource }: Properties) => Resource === ARN).map(
        ({ Condition }: Properties) => Condition.StringEquals['kms:ViaService'].split('.')[0],
      ),
    ],
  );
  const { rolloutsRights: _codeDeploy, ...functions } = Object.fromEntries(
    uses.map(([name, through]) => [String(name).replace(/[0-9A-F]{8}$/, ''), through]),
  );
  expect(functions).toEqual({
    trigger: ['sqs'],
    fanout: ['sqs'],
    emailworker: ['sqs', 'dynamodb'],
    enrichmentworker: ['sqs', 'dynamodb'],
    emailevents: ['sqs', 'dynamodb'],
    reconciler: ['sqs', 'dynamodb'],
  });
});
