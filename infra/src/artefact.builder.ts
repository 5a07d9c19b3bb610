import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type Properties, resource } from './assembly.builder.ts';
import { physicalName } from './names.ts';
import type { Assembly } from './synthesize.ts';

const run = promisify(execFile);

/** What a deployed stack would put in: a URL for every reference. */
function resolved(value: unknown): string {
  if (typeof value === 'string') return value;
  const joined = (value as Properties)['Fn::Join']?.[1] as unknown[] | undefined;
  return joined ? joined.map(resolved).join('') : 'https://sqs.eu-central-1.amazonaws.com/000000000000/a-queue';
}

/** The environment that a stage's template gives a function, and what Lambda itself adds. */
export function environmentOf(service: string, from: Assembly): Record<string, string> {
  const name = physicalName(from.stage, service);
  const { Environment } = resource(from, 'AWS::Lambda::Function', ({ FunctionName }) => FunctionName === name);
  const variables = Object.entries(Environment.Variables).map(([key, value]) => [key, resolved(value)]);
  return { ...Object.fromEntries(variables), AWS_REGION: 'eu-central-1', AWS_LAMBDA_FUNCTION_NAME: name };
}

/** Imports a module in a Node of its own and gives what `expression` (of `bundle`) is there. */
export async function evaluated(file: string, expression: string, env: Record<string, string>): Promise<unknown> {
  const script = `const bundle = await import(${JSON.stringify(pathToFileURL(file))});
    process.stderr.write(JSON.stringify(await (${expression})));`;
  // Log lines have standard output for themselves.
  const { stderr } = await run(process.execPath, ['--input-type=module', '--eval', script], { env });
  return JSON.parse(stderr);
}
