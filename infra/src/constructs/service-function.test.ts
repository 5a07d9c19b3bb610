import { beforeAll, describe, expect, test } from 'vitest';
import { everyStageAssembled, resource, resourcesOf } from '../assembly.builder.ts';
import { STAGES, type Stage } from '../config/stage.ts';
import { physicalName } from '../names.ts';
import { SERVICES } from '../services.ts';
import type { Assembly } from '../synthesize.ts';

let assemblies: Record<Stage, Assembly>;

beforeAll(async () => {
  assemblies = await everyStageAssembled();
});

describe.each(STAGES)('stage %s', (stage) => {
  test('every service is a function of its artefact, behind the alias live, with a log group that ends', () => {
    const functions = resourcesOf(assemblies[stage], 'AWS::Lambda::Function');
    expect(Object.values(functions).map(({ FunctionName }) => FunctionName)).toEqual(
      SERVICES.map((service) => physicalName(stage, service)),
    );
    for (const properties of Object.values(functions)) {
      expect(properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        TracingConfig: { Mode: 'Active' },
      });
    }
    const aliases = Object.values(resourcesOf(assemblies[stage], 'AWS::Lambda::Alias'));
    expect(aliases.map(({ Name }) => Name)).toEqual(SERVICES.map(() => 'live'));
    const logs = Object.values(resourcesOf(assemblies[stage], 'AWS::Logs::LogGroup'));
    expect(logs.map(({ RetentionInDays }) => RetentionInDays)).toEqual(
      SERVICES.map(() => assemblies[stage].config.logRetentionDays),
    );
  });
});

test('production keeps concurrency for the trigger', () => {
  const { prod } = assemblies;
  expect(
    resource(prod, 'AWS::Lambda::Function', ({ FunctionName }) => FunctionName === 'postconfirm-prod-trigger'),
  ).toMatchObject({ ReservedConcurrentExecutions: prod.config.trigger.reservedConcurrency });
});
