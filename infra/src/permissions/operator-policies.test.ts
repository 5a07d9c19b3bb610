import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../paths.ts';
import { firstCommand, shown, whatIsShown } from '../shown.builder.ts';
import { actionOf } from './aws-command.builder.ts';
import { documentedPolicies } from './documented-policies.ts';
import { iamMistakes } from './iam-mistake.builder.ts';
import { isAllowed, type Request } from './is-allowed.ts';

const policies = documentedPolicies();
const policy = (name: string) => policies[name] ?? expect.unreachable(`no policy ${name} in the documentation`);
const operator = ['read-only', 'on-call'].flatMap(policy);

/** IAM's prefix of a client's calls. */
const PREFIXES: Record<string, string> = { 'cognito-identity-provider': 'cognito-idp', 'cloudwatch-logs': 'logs' };

/** No policy can deny it, so none needs to allow it. */
const FREE = ['sts:GetCallerIdentity'];

/** The actions of IAM that the operator's command may ask for: all that it and the ledger import of AWS's SDK. */
function actionsOfTheCommand(): string[] {
  const files = globSync('packages/{operator,ledger}/src/**/*.ts', { cwd: ROOT }).filter(
    (file) => !/\.(test|builder|contract)\.ts$/.test(file),
  );
  const imports = files.flatMap((file) => [
    ...readFileSync(path.join(ROOT, file), 'utf8').matchAll(/import \{([^}]+)\} from '@aws-sdk\/client-([\w-]+)'/g),
  ]);
  const actions = imports.flatMap(([, names = '', client = '']) =>
    names
      .split(',')
      .flatMap((name) => /^\s*(?:paginate(\w+)|(\w+?)(?:Batch)?Command)\s*$/.exec(name)?.slice(1).find(Boolean) ?? [])
      .map((action) => `${PREFIXES[client] ?? client}:${action}`),
  );
  return actions.filter((action) => !FREE.includes(action));
}

/** What the first commands of the alarms ask of IAM where they are the AWS CLI's. */
const ofFirstCommands: Request[] = shown(whatIsShown(), 'AWS::CloudWatch::Alarm')
  .map(firstCommand)
  .flatMap((first) => {
    const [, service, command] = /^aws (\S+) (\S+)/.exec(first) ?? [];
    return service && command ? { action: actionOf(service, command), resource: resourceOf(first) } : [];
  });

/** Of what it names, or of everything. */
function resourceOf(command: string): string {
  const arn = (service: string, rest: string) => `arn:aws:${service}:eu-central-1:111122223333:${rest}`;
  const [, group, name] = / (\/aws\/lambda\/\S+)| --function-name (\S+)/.exec(command) ?? [];
  if (group) return arn('logs', `log-group:${group}`);
  return name ? arn('lambda', `function:${name}`) : '*';
}

it('the two policies together hold every action that the command or an alarm asks for, and no other', () => {
  const actions = [...actionsOfTheCommand(), ...ofFirstCommands.map(({ action }) => action)];
  expect(actions.length).toBeGreaterThan(20);
  expect(new Set(operator.flatMap((statement) => statement.actions))).toEqual(new Set(actions));
});

it('whoever may only look can run the first command of every alarm that is one of the AWS CLI', () => {
  expect(ofFirstCommands.length).toBeGreaterThan(10);
  expect(ofFirstCommands.filter((request) => !isAllowed(policy('read-only'), request))).toEqual([]);
});

it('every documented policy names actions that IAM has, on resources that they take', async () => {
  const mistakes = await Promise.all(Object.values(policies).flat().map(iamMistakes));
  expect(mistakes.flat()).toEqual([]);
});

it('the read-only policy changes nothing but the time that a dead letter is hidden', () => {
  const changing = policy('read-only')
    .flatMap(({ actions }) => actions)
    .filter((action) => !/:(Get|List|Describe|Query|BatchGet|Filter|AdminGet|Receive)/.test(action));
  expect(changing).toEqual(['sqs:ChangeMessageVisibility']);
});
