import type { Gated, Passing } from '@postconfirm/local-aws';

/** What IAM would be asked before a request is done: an action on a resource of stage `local`. */
export type Asked = { action: string; resource: string; context?: Record<string, string> };

type Service = Exclude<Gated, 'external-system'>;
type Body = Record<string, unknown>;

const arn = (service: string, rest: unknown) => `arn:aws:${service}:eu-central-1:000000000000:${rest}`;
const lastPart = (url: unknown) => String(url).split('/').at(-1);

/** A batch needs the right to its single action. */
const IAM_NAMES: Record<string, string> = {
  SendMessageBatch: 'SendMessage',
  DeleteMessageBatch: 'DeleteMessage',
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
};

/** Lambda's REST API by method and path. */
const OF_LAMBDA: readonly [method: string, path: RegExp, action: string][] = [
  ['POST', /^\/2015-03-31\/functions\/[^/]+\/invocations/, 'InvokeFunction'],
  ['GET', /^\/2015-03-31\/functions\/[^/]+\/configuration/, 'GetFunctionConfiguration'],
  ['GET', /^\/2015-03-31\/functions\/[^/]+\/aliases\//, 'GetAlias'],
  ['GET', /^\/2019-09-30\/functions\/[^/]+\/concurrency/, 'GetFunctionConcurrency'],
  ['GET', /^\/2015-03-31\/functions\/[^/]+\/policy/, 'GetPolicy'],
  ['GET', /^\/2015-03-31\/event-source-mappings\/?(\?|$)/, 'ListEventSourceMappings'],
  ['GET', /^\/2015-03-31\/event-source-mappings\/./, 'GetEventSourceMapping'],
  ['PUT', /^\/2015-03-31\/event-source-mappings\/./, 'UpdateEventSourceMapping'],
];

const RESOURCES: Record<Service, (body: Body, request: Passing) => string[]> = {
  sqs: (body) => [arn('sqs', body['QueueName'] ?? lastPart(body['QueueUrl']))],
  dynamodb: ({ TableName, IndexName, RequestItems }) => {
    const tables = TableName === undefined ? Object.keys(RequestItems as object) : [TableName];
    return tables.map((table) => arn('dynamodb', `table/${table}${IndexName ? `/index/${IndexName}` : ''}`));
  },
  ses: ({ Source, ConfigurationSetName }) => [
    ...(Source ? [arn('ses', `identity/${addressOf(Source).split('@')[1]}`)] : []),
    ...(ConfigurationSetName ? [arn('ses', `configuration-set/${ConfigurationSetName}`)] : []),
    ...(Source || ConfigurationSetName ? [] : ['*']),
  ],
  // The pool has a new id on every start.
  cognito: () => [arn('cognito-idp', 'userpool/POOL')],
  'secrets-manager': ({ SecretId }) => [arn('secretsmanager', `secret:${SecretId}-AbCdEf`)],
  logs: ({ logGroupName, logGroupIdentifier }) => [arn('logs', `log-group:${logGroupName ?? logGroupIdentifier}:*`)],
  lambda: (_, { path }) => lambdaResource(path),
  cloudwatch: () => ['*'],
};

const PREFIXES: Partial<Record<Service, string>> = { cognito: 'cognito-idp', 'secrets-manager': 'secretsmanager' };

/** What a request asks of IAM; nothing for one that no credentials sign, which IAM is not asked about. */
export function askedOfIam(what: Gated, request: Passing): Asked[] {
  if (what === 'external-system' || request.accessKeyId === '') return [];
  const body: Body =
    request.protocol === 'form'
      ? Object.fromEntries(new URLSearchParams(request.body))
      : JSON.parse(what === 'lambda' || request.body === '' ? '{}' : request.body);
  const name = what === 'lambda' ? lambdaAction(request) : request.operation;
  const action = `${PREFIXES[what] ?? what}:${IAM_NAMES[name] ?? name}`;
  const context = contextOf(what, body);
  return RESOURCES[what](body, request).map((resource) => ({ action, resource, ...(context && { context }) }));
}

function contextOf(what: Service, { Source }: Body): Record<string, string> | undefined {
  if (what === 'ses' && Source !== undefined) return { 'ses:fromaddress': addressOf(Source) };
  // Every mapping here feeds a function of the stage.
  return what === 'lambda'
    ? { 'lambda:functionarn': arn('lambda', 'function:postconfirm-local-worker:live') }
    : undefined;
}

/** The address in `Name <address>`. */
const addressOf = (source: unknown) => /<([^>]+)>$/.exec(String(source))?.[1] ?? String(source);

const lambdaAction = ({ operation, path }: Passing) =>
  OF_LAMBDA.find(([method, pattern]) => method === operation && pattern.test(path))?.[2] ?? `${operation} ${path}`;

function lambdaResource(path: string): string[] {
  const [, name, qualifier] = /\/functions\/([^/?]+)(?:.*[?&]Qualifier=([^&]+))?/.exec(path) ?? [];
  if (name) return [arn('lambda', `function:${decodeURIComponent(name)}${qualifier ? `:${qualifier}` : ''}`)];
  const [, mapping] = /\/event-source-mappings\/([^/?]+)/.exec(path) ?? [];
  return [mapping ? arn('lambda', `event-source-mapping:${mapping}`) : '*'];
}
