import { type Assembly, STACKS } from '../synthesize.ts';
import type { Template } from '../template.ts';

type StackName = (typeof STACKS)[number];
type Resource = Template['Resources'][string];
type Names = { account: string; region: string };
/** A resource by its logical id, and the ARN of something of this account and region. */
type Described = {
  id: string;
  properties: Record<string, unknown>;
  arn: (service: string, resource: string) => string;
};

/** What stands for a value of a template once it is deployed; of generated names their logical id stands in their place. */
export type Read = (value: unknown) => unknown;

const name = ({ id, properties }: Described, property: string) => String(properties[property] ?? id);

/** The ARN of each type of resource that a policy here speaks of. */
const ARNS: Record<string, (resource: Described) => string> = {
  'AWS::SQS::Queue': (one) => one.arn('sqs', name(one, 'QueueName')),
  'AWS::SNS::Topic': (one) => one.arn('sns', name(one, 'TopicName')),
  'AWS::DynamoDB::Table': (one) => one.arn('dynamodb', `table/${name(one, 'TableName')}`),
  'AWS::Logs::LogGroup': (one) => one.arn('logs', `log-group:${name(one, 'LogGroupName')}:*`),
  'AWS::Lambda::Function': (one) => one.arn('lambda', `function:${name(one, 'FunctionName')}`),
  'AWS::Cognito::UserPool': (one) => one.arn('cognito-idp', 'userpool/POOL'),
  'AWS::Events::Rule': (one) => one.arn('events', `rule/${one.id}`),
  'AWS::KMS::Key': (one) => one.arn('kms', `key/${one.id}`),
};

/** Types of which `Ref` is something else than the name. */
const REFS: Record<string, (resource: Described, read: Read) => string> = {
  'AWS::SNS::Topic': (one) => ARNS['AWS::SNS::Topic']?.(one) ?? '',
  'AWS::Lambda::Function': (one) => name(one, 'FunctionName'),
  'AWS::SES::ConfigurationSet': (one) => name(one, 'Name'),
  'AWS::Lambda::Alias': (one, read) =>
    one.arn('lambda', `function:${read(one.properties['FunctionName'])}:${name(one, 'Name')}`),
};

/** Reads the values of each stack of an assembly. */
export function valuesOf({ config, templates }: Pick<Assembly, 'config' | 'templates'>): Record<StackName, Read> {
  const exported = new Map<string, unknown>();
  const readers = STACKS.map((stack) => {
    const read = reader(templates[stack], config, exported);
    for (const { Value, Export } of Object.values(templates[stack].Outputs ?? {}))
      if (Export) exported.set(Export.Name, read(Value));
    return [stack, read] as const;
  });
  return Object.fromEntries(readers) as Record<StackName, Read>;
}

function reader({ Resources }: Template, names: Names, exported: ReadonlyMap<string, unknown>): Read {
  const pseudo: Record<string, string> = {
    'AWS::AccountId': names.account,
    'AWS::Region': names.region,
    'AWS::Partition': 'aws',
  };
  const described = (id: string): [Described, Resource] => {
    const resource = Resources[id] ?? unknown(`the resource ${id}`);
    const arn = (service: string, rest: string) => `arn:aws:${service}:${names.region}:${names.account}:${rest}`;
    return [{ id, properties: resource.Properties ?? {}, arn }, resource];
  };
  const intrinsics: Record<string, (argument: never) => unknown> = {
    Ref: (id: string) => {
      if (pseudo[id] !== undefined) return pseudo[id];
      const [one, { Type }] = described(id);
      return REFS[Type]?.(one, read) ?? id;
    },
    'Fn::GetAtt': ([id, attribute]: [string, string]) => {
      const [one, { Type }] = described(id);
      return (attribute === 'Arn' && ARNS[Type]?.(one)) || unknown(`${attribute} of a ${Type}`);
    },
    'Fn::Join': ([separator, parts]: [string, unknown[]]) => parts.map(read).join(separator),
    'Fn::ImportValue': (exportName: string) => exported.get(exportName) ?? unknown(`the export ${exportName}`),
  };
  const read: Read = (value) => {
    if (Array.isArray(value)) return value.map(read);
    if (typeof value !== 'object' || value === null) return value;
    const [[key, argument] = ['', undefined], ...others] = Object.entries(value);
    if (others.length === 0 && (key === 'Ref' || key.startsWith('Fn::')))
      return (intrinsics[key] ?? unknown(key))(argument as never);
    return Object.fromEntries(Object.entries(value).map(([property, item]) => [property, read(item)]));
  };
  return read;
}

/** Rather no answer than a wrong one: what is not known here is no ground for a decision about rights. */
function unknown(what: string): never {
  throw new Error(`What ${what} is when deployed is not known to infra/src/permissions: teach it there.`);
}
