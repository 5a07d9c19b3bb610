import { ACCOUNT_ID, REGION } from '../account.ts';

/** Something in a template that this machine cannot make out. The message says where and what. */
export class TemplateError extends Error {
  override name = 'TemplateError';
}

/** What references of one stack's template stand for. */
export interface Scope {
  stackName: string;
  ref(logicalId: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  importValue(name: string): unknown;
  output(stackName: string, outputName: string): unknown;
}

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const PSEUDO: Record<string, (scope: Scope) => unknown> = {
  'AWS::AccountId': () => ACCOUNT_ID,
  'AWS::Region': () => REGION,
  'AWS::Partition': () => 'aws',
  'AWS::URLSuffix': () => 'amazonaws.com',
  'AWS::StackName': ({ stackName }) => stackName,
  'AWS::StackId': ({ stackName }) => `arn:aws:cloudformation:${REGION}:${ACCOUNT_ID}:stack/${stackName}/local`,
  'AWS::NoValue': () => undefined,
};

const INTRINSICS: Record<string, Intrinsic> = {
  Ref: (name, scope) => reference(String(name), scope),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId = '', ...attribute] = Array.isArray(argument) ? argument : String(argument).split('.');
    return scope.attribute(logicalId, attribute.join('.'));
  },
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = argument as [string, unknown];
    return (resolve(parts, scope) as unknown[]).join(separator);
  },
  'Fn::Sub': substitute,
  'Fn::Split': (argument, scope) => {
    const [separator, text] = argument as [string, unknown];
    return String(resolve(text, scope)).split(separator);
  },
  'Fn::Select': (argument, scope) => {
    const [index, list] = argument as [unknown, unknown];
    return (resolve(list, scope) as unknown[])[Number(resolve(index, scope))];
  },
  'Fn::GetStackOutput': (argument, scope) => {
    const { StackName, OutputName } = resolve(argument, scope) as { StackName: string; OutputName: string };
    return scope.output(StackName, OutputName);
  },
  'Fn::ImportValue': (name, scope) => scope.importValue(String(resolve(name, scope))),
};

/**
 * A value of a template with every intrinsic function replaced by what it stands for.
 * @throws TemplateError for an intrinsic function that is not known here
 */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope)).filter((item) => item !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [[key, argument] = ['', undefined]] = entries;
  if (entries.length === 1 && (key === 'Ref' || key.startsWith('Fn::'))) {
    const intrinsic = INTRINSICS[key];
    if (!intrinsic) throw new TemplateError(`${scope.stackName}: the intrinsic function ${key} is not known here.`);
    return intrinsic(argument, scope);
  }
  const resolved = entries.map(([name, item]) => [name, resolve(item, scope)] as const);
  return Object.fromEntries(resolved.filter(([, item]) => item !== undefined));
}

function reference(name: string, scope: Scope): unknown {
  const pseudo = PSEUDO[name];
  return pseudo ? pseudo(scope) : scope.ref(name);
}

function substitute(argument: unknown, scope: Scope): string {
  const [text, variables = {}] = (Array.isArray(argument) ? argument : [argument]) as [
    string,
    Record<string, unknown>?,
  ];
  return text.replace(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (name in variables) return String(resolve(variables[name], scope));
    const [logicalId = '', ...attribute] = name.split('.');
    return String(attribute.length > 0 ? scope.attribute(logicalId, attribute.join('.')) : reference(name, scope));
  });
}

/** Logical ids that a value refers to. */
export function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(references);
  return Object.entries(value).flatMap(([key, item]) => {
    if (key === 'Ref') return [String(item)];
    if (key === 'Fn::GetAtt') return [String(Array.isArray(item) ? item[0] : item).split('.')[0] ?? ''];
    if (key === 'Fn::Sub') return [...referencesOfText(item), ...references(item)];
    return references(item);
  });
}

function referencesOfText(argument: unknown): string[] {
  const text = String(Array.isArray(argument) ? argument[0] : argument);
  return [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name = '']) => name.split('.')[0] ?? '');
}
