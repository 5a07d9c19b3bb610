import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../paths.ts';
import { documentedPolicies } from './documented-policies.ts';
import { iamMistakes } from './iam-mistake.builder.ts';

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
  return [...new Set(actions)].filter((action) => !FREE.includes(action)).sort();
}

it('the two policies together hold every action that the command uses, and no other', () => {
  const actions = actionsOfTheCommand();
  expect(actions.length).toBeGreaterThan(20);
  expect([...new Set(operator.flatMap((statement) => statement.actions))].sort()).toEqual(actions);
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
