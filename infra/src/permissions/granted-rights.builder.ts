import { physicalName } from '../names.ts';
import type { Assembly } from '../synthesize.ts';

/** One action on one resource. */
export type Right = { action: string; resource: string };

const CONSUME = [
  'sqs:ReceiveMessage',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:ChangeMessageVisibility',
] as const;
const LOOK = ['sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility'] as const;
const LEDGER = ['dynamodb:GetItem', 'dynamodb:UpdateItem'] as const;

/** What each function is for, told in actions on resources: nothing else is it to have. */
const TABLE: readonly [service: string, actions: readonly string[], ...resources: string[]][] = [
  ['trigger', ['sqs:SendMessage'], 'queue confirmations'],

  ['fan-out', CONSUME, 'queue confirmations'],
  ['fan-out', ['sqs:SendMessage'], 'queue confirmations-dlq', 'queue email', 'queue enrichment'],

  ['email-worker', CONSUME, 'queue email'],
  ['email-worker', ['sqs:SendMessage'], 'queue email-dlq'],
  ['email-worker', LEDGER, 'table'],
  ['email-worker', ['ses:SendEmail'], 'configuration set', 'identity *'],

  ['enrichment-worker', CONSUME, 'queue enrichment'],
  ['enrichment-worker', ['sqs:SendMessage'], 'queue enrichment-dlq'],
  ['enrichment-worker', LEDGER, 'table'],
  ['enrichment-worker', ['secretsmanager:GetSecretValue'], 'secret crm'],
  ['enrichment-worker', ['cognito-idp:AdminUpdateUserAttributes'], 'pool'],

  ['email-events', CONSUME, 'queue email-events'],
  ['email-events', ['sqs:SendMessage'], 'queue email-events-dlq'],
  ['email-events', LEDGER, 'table'],

  ['reconciler', ['dynamodb:BatchGetItem', 'dynamodb:UpdateItem'], 'table'],
  ['reconciler', ['dynamodb:Query'], 'index attention'],
  ['reconciler', LOOK, 'queue confirmations-dlq', 'queue email-dlq', 'queue enrichment-dlq'],
  ['reconciler', ['logs:FilterLogEvents'], 'logs trigger'],
  ['reconciler', ['ses:GetSendQuota'], 'any'],
  ['reconciler', ['cognito-idp:ListUsers', 'cognito-idp:DescribeUserPool'], 'pool'],
];

/** What Lambda itself does in the name of every function. */
const OF_EVERY: readonly [actions: readonly string[], resource: (service: string) => string][] = [
  [['logs:CreateLogStream', 'logs:PutLogEvents'], (service) => `logs ${service}`],
  [['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], () => 'any'],
];

/** For tests: by function name, the rights that the table gives; `*` and `?` as IAM reads them. */
export function rightsOf(assembly: Assembly, services: readonly string[]): Map<string, Right[]> {
  const named = services.map((service): [string, Right[]] => {
    const own = TABLE.filter(([of]) => of === service).flatMap(([, actions, ...resources]) =>
      resources.flatMap((resource) => actions.map((action) => ({ action, resource }))),
    );
    const common = OF_EVERY.flatMap(([actions, resource]) =>
      actions.map((action) => ({ action, resource: resource(service) })),
    );
    const rights = [...own, ...common].map(({ action, resource }) => ({ action, resource: arnOf(resource, assembly) }));
    return [physicalName(assembly.stage, service), rights];
  });
  return new Map(named);
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
    secret: arn('secretsmanager', `secret:${config.enrichment.sources.crm.secretId}-??????`),
    configuration: arn('ses', `configuration-set/${physicalName(stage)}`),
    identity: arn('ses', `identity/${name}`),
    any: '*',
  };
  return ARNS[word] ?? `no ARN for ${resource}`;
}

/** For tests: one resource of those that a pattern stands for. */
export const instanceOf = (pattern: string): string =>
  pattern.replace('identity/*', 'identity/example.org').replaceAll('?', 'x').replaceAll('*', 'anything');
