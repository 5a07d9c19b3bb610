import { beforeAll, expect, test } from 'vitest';
import { resourcesOf, temporaryAssembly } from '../assembly.builder.ts';
import { parseStageConfig } from '../config/parse-stage-config.ts';
import { WITH_EVERYTHING } from '../config/with-everything.builder.ts';
import type { Assembly } from '../synthesize.ts';

let assembly: Assembly;

beforeAll(async () => {
  assembly = await temporaryAssembly('prod', parseStageConfig('prod', WITH_EVERYTHING));
});

test('a function knows a secret by its id alone', () => {
  const variables = Object.values(resourcesOf(assembly, 'AWS::Lambda::Function')).flatMap(({ Environment }) =>
    Object.entries(Environment.Variables as Record<string, unknown>),
  );
  const secret = variables.filter(([name]) => /SECRET|TOKEN|PASSWORD|CREDENTIAL|API_KEY/.test(name));
  const ids = Object.values(assembly.config.enrichment.sources).flatMap((source) => source?.secretId ?? []);
  expect(ids).toHaveLength(2);
  expect(secret.map(([, value]) => value)).toEqual(ids);
  expect(secret.every(([name]) => name.endsWith('_SECRET_ID'))).toBe(true);
});

test('no template takes the text of a secret, at a deployment or from a parameter', () => {
  const text = JSON.stringify(assembly.templates);
  expect(text).toContain('secretsmanager:GetSecretValue');
  expect(text).not.toMatch(/\{\{resolve:|"NoEcho"|SecretString/);
});
