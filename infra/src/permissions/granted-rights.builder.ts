import { WORKERS, type WorkerEntry } from '@postconfirm/contract';
import { resourcesOf } from '../assembly.builder.ts';
import type { StageConfig } from '../config/stage-config.ts';
import { physicalName } from '../names.ts';
import type { Assembly } from '../synthesize.ts';

/** One action on one resource; of a key's, the service in whose use of it alone. */
export type Right = { action: string; resource: string; through?: string };

/** `of`: a function's name, or what a worker uses. */
type Row = readonly [of: string, actions: readonly string[], ...resources: string[]];

const CONSUME = [
  'sqs:ReceiveMessage',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:ChangeMessageVisibility',
] as const;
const LOOK = ['sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility'] as const;
const LEDGER = ['dynamodb:GetItem', 'dynamodb:UpdateItem'] as const;

const ENTRIES: readonly WorkerEntry[] = WORKERS;
const FED = ENTRIES.filter(({ fed }) => fed).map(({ queue }) => `queue ${queue}`);

/** What each function is for, told in actions on resources: nothing else is it to have. */
const TABLE: readonly Row[] = [
  ['trigger', ['sqs:SendMessage'], 'queue confirmations'],

  ...ENTRIES.flatMap(({ name, queue }): Row[] => [
    [name, CONSUME, `queue ${queue}`],
    [name, ['sqs:SendMessage'], `queue ${queue}-dlq`],
  ]),
  ['fan-out', ['sqs:SendMessage'], ...FED],
  ['table', LEDGER, 'table'],
  ['email', ['ses:SendEmail'], 'configuration set', 'identity *'],
  ['sources', ['cognito-idp:AdminUpdateUserAttributes'], 'pool'],

  ['reconciler', ['dynamodb:BatchGetItem', 'dynamodb:UpdateItem'], 'table'],
  ['reconciler', ['dynamodb:Query'], 'index attention'],
  ['reconciler', LOOK, 'queue confirmations-dlq', 'queue email-dlq', 'queue enrichment-dlq'],
  ['reconciler', ['logs:FilterLogEvents'], 'logs trigger'],
  ['reconciler', ['ses:GetSendQuota'], 'any'],
  ['reconciler', ['cognito-idp:ListUsers', 'cognito-idp:DescribeUserPool'], 'pool'],
];

/** And what a stage's settings ask of some of them. */
const asked = ({ trigger, reconcile, enrichment }: StageConfig): readonly Row[] => [
  ['trigger', ['sqs:GetQueueAttributes'], ...(trigger.prewarm ? ['queue confirmations'] : [])],
  ['reconciler', ['sqs:SendMessage'], ...(reconcile.apply ? ['queue confirmations'] : [])],
  [
    'sources',
    ['secretsmanager:GetSecretValue'],
    ...Object.values(enrichment.sources).flatMap(({ secretId }) => (secretId ? [`secret ${secretId}`] : [])),
  ],
];

/** What sending to an encrypted queue and receiving of it takes, and what DynamoDB does with a key in its caller's name. */
const KEY_OF_QUEUES = ['kms:Decrypt', 'kms:GenerateDataKey'] as const;
const KEY_OF_TABLE = ['DescribeKey', 'Encrypt', 'ReEncryptFrom', 'ReEncryptTo'].map((action) => `kms:${action}`);

/** What Lambda itself does in the name of every function. */
const OF_EVERY: readonly [actions: readonly string[], resource: (service: string) => string][] = [
  [['logs:CreateLogStream', 'logs:PutLogEvents'], (service) => `logs ${service}`],
  [['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], () => 'any'],
];

/** For tests: by function name, the rights that the table gives; `*` and `?` as IAM reads them. */
export function rightsOf(assembly: Assembly, services: readonly string[]): Map<string, Right[]> {
  const rows = [...TABLE, ...asked(assembly.config)];
  const named = services.map((service): [string, Right[]] => {
    const uses = ENTRIES.find(({ name }) => name === service)?.uses ?? [];
    const own = rows
      .filter(([of]) => [service, ...uses].includes(of))
      .flatMap(([, actions, ...resources]) =>
        resources.flatMap((resource) => actions.map((action) => ({ action, resource: arnOf(resource, assembly) }))),
      );
    const common = OF_EVERY.flatMap(([actions, resource]) =>
      actions.map((action) => ({ action, resource: arnOf(resource(service), assembly) })),
    );
    return [physicalName(assembly.stage, service), [...own, ...common, ...onKey(own, assembly)]];
  });
  return new Map(named);
}

/** Rights to the stage's key, of whoever uses what it encrypts. */
function onKey(own: readonly Right[], assembly: Assembly): Right[] {
  const [id] = Object.keys(resourcesOf(assembly, 'AWS::KMS::Key'));
  if (id === undefined) return [];
  const { region, account } = assembly.config;
  const through = (service: string, actions: readonly string[]): Right[] =>
    own.some(({ action }) => action.startsWith(`${service}:`))
      ? actions.map((action) => ({
          action,
          resource: `arn:aws:kms:${region}:${account}:key/${id}`,
          through: `${service}.${region}.amazonaws.com`,
        }))
      : [];
  return [...through('sqs', KEY_OF_QUEUES), ...through('dynamodb', [...KEY_OF_QUEUES, ...KEY_OF_TABLE])];
}

/** The ARN of what the table calls by a word and a name. */
function arnOf(resource: string, { stage, config }: Assembly): string {
  const [word = '', name = ''] = resource.split(' ');
  const arn = (service: string, rest: string) => `arn:aws:${service}:${config.region}:${config.account}:${rest}`;
  const table = `table/${physicalName(stage)}`;
  const ARNS: Record<string, string> = {
    queue: arn('sqs', physicalName(stage, name)),
    table: arn('dynamodb', table),
    index: arn('dynamodb', `${table}/index/${name}`),
    logs: arn('logs', `log-group:/aws/lambda/${physicalName(stage, name)}:*`),
    pool: arn('cognito-idp', `userpool/${config.pool.id ?? 'POOL'}`),
    secret: name.startsWith('arn:') ? name : arn('secretsmanager', `secret:${name}-??????`),
    configuration: arn('ses', `configuration-set/${physicalName(stage)}`),
    identity: arn('ses', `identity/${name}`),
    any: '*',
  };
  return ARNS[word] ?? `no ARN for ${resource}`;
}

/** For tests: one resource of those that a pattern stands for. */
export const instanceOf = (pattern: string): string =>
  pattern.replace('identity/*', 'identity/example.org').replaceAll('?', 'x').replaceAll('*', 'anything');
