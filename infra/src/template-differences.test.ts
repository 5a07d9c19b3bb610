import { expect, test } from 'vitest';
import { temporaryAssembly } from './assembly.builder.ts';
import { LOCAL_DIFFERENCES } from './config/stage-differences.ts';
import { allowances, templateDifferences } from './template-differences.ts';

test('stage local is production but for the listed differences, and none is listed in vain', async () => {
  const differences = templateDifferences(await temporaryAssembly('local'), await temporaryAssembly('prod'));
  expect(differences.filter((difference) => allowances(difference).length === 0)).toEqual([]);
  const used = new Set(differences.flatMap(allowances));
  expect(LOCAL_DIFFERENCES.filter((listed) => !used.has(listed))).toEqual([]);
});
