import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { resourcesOf, temporaryAssembly } from '../assembly.builder.ts';
import { physicalName } from '../names.ts';
import { ROOT } from '../paths.ts';

it('every alarm that can wake somebody is on the page of what to do', async () => {
  const page = readFileSync(path.join(ROOT, 'docs/operations.md'), 'utf8');
  const alarms = Object.values(resourcesOf(await temporaryAssembly('prod'), 'AWS::CloudWatch::Alarm'));
  const names = alarms.map(({ AlarmName }) => String(AlarmName).replace(`${physicalName('prod')}-`, ''));
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
