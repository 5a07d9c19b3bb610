import { type Assembly, STACKS } from '../synthesize.ts';
import { type Read, valuesOf } from './stack-values.ts';
import { type Statement, statementsOf } from './statement.ts';

/** All that a deployment lets anybody do. */
export type Policies = {
  /** What each function's role may do, by function name. */
  roles: Readonly<Record<string, readonly Statement[]>>;
  /** What the roles of AWS's own services may do, CodeDeploy's, by the logical id of the role. */
  awsRoles: Readonly<Record<string, readonly Statement[]>>;
  /** Who may do what to a queue, a topic, a key or a function's alias: their own policies, in one list. */
  resources: readonly Statement[];
};

type Found = { Type: string; properties: Record<string, unknown>; read: Read; id: string };

/** Reads every policy of a deployment's templates. Throws for a kind of policy that it does not understand. */
export function policiesOf(assembly: Pick<Assembly, 'config' | 'templates'>): Policies {
  const values = valuesOf(assembly);
  const found = STACKS.flatMap((stack) =>
    Object.entries(assembly.templates[stack].Resources).map(
      ([id, { Type, Properties = {} }]): Found => ({ id, Type, properties: Properties, read: values[stack] }),
    ),
  );
  const ofRoles = found.flatMap(roleStatements);
  const statementsOfRole = (role: string) =>
    ofRoles.filter(({ roles: named }) => named.includes(role)).flatMap((one) => one.statements);
  const functions = found.filter(({ Type }) => Type === 'AWS::Lambda::Function');
  const roles = functions.map(({ properties, read, id }): [string, Statement[]] => {
    return [String(read(properties['FunctionName'] ?? id)), statementsOfRole(roleId(properties['Role']))];
  });
  const taken = new Set(functions.map(({ properties }) => roleId(properties['Role'])));
  const awsRoles = found
    .filter(({ Type, id }) => Type === 'AWS::IAM::Role' && !taken.has(id))
    .map(({ id }): [string, Statement[]] => [id, statementsOfRole(id)]);
  return {
    roles: Object.fromEntries(roles),
    awsRoles: Object.fromEntries(awsRoles),
    resources: found.flatMap(resourceStatements),
  };
}

/** A function's role is of its own stack. */
const roleId = (role: unknown) => (role as { 'Fn::GetAtt': [string] })['Fn::GetAtt'][0];

const inDocument = ({ properties, read }: Found) => statementsOf(read(properties['PolicyDocument']));

function roleStatements(one: Found): { roles: string[]; statements: Statement[] }[] {
  const { Type, properties, read, id } = one;
  if (Type === 'AWS::IAM::Policy')
    return [{ roles: read(properties['Roles']) as string[], statements: inDocument(one) }];
  if (Type === 'AWS::IAM::RolePolicy')
    return [{ roles: [String(read(properties['RoleName']))], statements: inDocument(one) }];
  if (Type === 'AWS::IAM::Role') {
    const others = Object.keys(properties).filter((key) => key !== 'AssumeRolePolicyDocument');
    if (others.length > 0) throw new Error(`${id} has ${others.join(', ')}, which are not evaluated here.`);
  } else if (/^AWS::IAM::/.test(Type)) throw new Error(`${id}: ${Type} is not evaluated here.`);
  return [];
}

function resourceStatements(one: Found): Statement[] {
  const { Type, properties } = one;
  if (Type === 'AWS::SQS::QueuePolicy' || Type === 'AWS::SNS::TopicPolicy') return inDocument(one);
  if (Type === 'AWS::KMS::Key') return keyStatements(one);
  return Type === 'AWS::Lambda::Permission' ? [permission(one, properties)] : [];
}

/** In the policy of a key `*` is the key itself. */
function keyStatements({ properties, read, id }: Found): Statement[] {
  const key = String(read({ 'Fn::GetAtt': [id, 'Arn'] }));
  return statementsOf(read(properties['KeyPolicy'])).map((statement) => ({ ...statement, resources: [key] }));
}

function permission({ read }: Found, properties: Record<string, unknown>): Statement {
  const { Action, FunctionName, Principal, SourceArn, SourceAccount } = read(properties) as Record<string, string>;
  const source = (operator: 'ArnLike' | 'StringEquals', key: string, value: string | undefined) =>
    value === undefined ? [] : [{ operator, key, values: [value] }];
  return {
    effect: 'Allow',
    actions: [Action ?? ''],
    resources: [FunctionName ?? ''],
    principals: [Principal ?? ''],
    conditions: [
      ...source('ArnLike', 'aws:SourceArn', SourceArn),
      ...source('StringEquals', 'aws:SourceAccount', SourceAccount),
    ],
  };
}
