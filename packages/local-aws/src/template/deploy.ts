import { ACCOUNT_ID, REGION } from '../account.ts';
import type { Resource, Stack } from './assembly.ts';
import { references, resolve, type Scope, TemplateError } from './resolve.ts';

/** What a created resource is known by: the value of `Ref`, and those of `Fn::GetAtt`. */
export interface Created {
  ref: string;
  attributes?: Readonly<Record<string, string>>;
}

/** A resource whose references are resolved. */
export interface Wanted {
  logicalId: string;
  properties: Readonly<Record<string, unknown>>;
  metadata: Readonly<Record<string, unknown>>;
  stack: Stack;
}

export type Creator = (wanted: Wanted) => Created | Promise<Created>;

export interface Deployment {
  creators: Readonly<Record<string, Creator>>;
  /** Types of which nothing is emulated, each for a reason that stands beside it in the list. */
  nothingToEmulate: ReadonlySet<string>;
}

/**
 * Creates what the templates say, stack by stack and in each stack every resource after those that it refers to.
 * @throws TemplateError for a resource type that is neither created nor listed as having nothing to emulate
 */
export async function deploy(stacks: readonly Stack[], deployment: Deployment): Promise<void> {
  const published: Published = { exports: new Map(), outputs: new Map() };
  for (const stack of stacks) await deployStack(stack, { ...deployment, published });
}

/** What stacks give to those after them: exports by name, outputs by `<stack>.<output>`. */
interface Published {
  exports: Map<string, unknown>;
  outputs: Map<string, unknown>;
}

async function deployStack(stack: Stack, deployment: Deployment & { published: Published }): Promise<void> {
  const { published } = deployment;
  const created = new Map<string, Created>();
  const scope = scopeOf(stack, created, published);
  for (const logicalId of inOrder(stack)) {
    const resource = stack.template.Resources[logicalId] as Resource;
    created.set(logicalId, await create(resource, { logicalId, stack, scope, deployment }));
  }
  for (const [name, output] of Object.entries(stack.template.Outputs ?? {})) {
    const value = resolve(output.Value, scope);
    published.outputs.set(`${stack.name}.${name}`, value);
    if (output.Export) published.exports.set(String(resolve(output.Export.Name, scope)), value);
  }
}

interface Place {
  logicalId: string;
  stack: Stack;
  scope: Scope;
  deployment: Deployment;
}

async function create(resource: Resource, { logicalId, stack, scope, deployment }: Place): Promise<Created> {
  if (deployment.nothingToEmulate.has(resource.Type)) return standIn(resource.Type, `${stack.name}-${logicalId}`);
  const creator = deployment.creators[resource.Type];
  if (!creator) {
    throw new TemplateError(`${stack.name}/${logicalId}: ${resource.Type} can be neither created here nor left out.`);
  }
  const properties = resolve(resource.Properties ?? {}, scope) as Record<string, unknown>;
  try {
    return await creator({ logicalId, properties, metadata: resource.Metadata ?? {}, stack });
  } catch (cause) {
    throw new TemplateError(`${stack.name}/${logicalId} (${resource.Type}): ${(cause as Error).message}`, { cause });
  }
}

/** Something to refer to in place of a resource that isn't there. */
function standIn(type: string, name: string): Created {
  const service = type.split('::')[1]?.toLowerCase();
  return { ref: name, attributes: { Arn: `arn:aws:${service}:${REGION}:${ACCOUNT_ID}:${name}` } };
}

function scopeOf(stack: Stack, created: ReadonlyMap<string, Created>, { exports, outputs }: Published): Scope {
  const find = (logicalId: string): Created => {
    const found = created.get(logicalId);
    if (!found) throw new TemplateError(`${stack.name}: nothing has the logical id ${logicalId}.`);
    return found;
  };
  return {
    stackName: stack.name,
    ref: (logicalId) => stack.template.Parameters?.[logicalId]?.Default ?? find(logicalId).ref,
    attribute: (logicalId, attribute) =>
      find(logicalId).attributes?.[attribute] ??
      missing(`${stack.name}: ${logicalId} has no attribute ${attribute} here.`),
    output: (name, output) =>
      outputs.get(`${name}.${output}`) ?? missing(`${stack.name}: no stack ${name} before it has an output ${output}.`),
    importValue: (name) => exports.get(name) ?? missing(`${stack.name}: no stack before it exports ${name}.`),
  };
}

function missing(message: string): never {
  throw new TemplateError(message);
}

function inOrder(stack: Stack): string[] {
  const { Resources } = stack.template;
  const ordered = new Set<string>();
  const path: string[] = [];
  const visit = (logicalId: string) => {
    const resource = Resources[logicalId];
    if (!resource || ordered.has(logicalId)) return;
    if (path.includes(logicalId)) missing(`${stack.name}: resources refer to each other: ${path.join(' → ')}.`);
    path.push(logicalId);
    for (const other of [...references(resource.Properties), ...[resource.DependsOn ?? []].flat()]) visit(other);
    path.pop();
    ordered.add(logicalId);
  };
  for (const logicalId of Object.keys(Resources)) visit(logicalId);
  return [...ordered];
}
