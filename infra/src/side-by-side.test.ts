import { beforeAll, expect, test } from 'vitest';
import { temporaryAssembly } from './assembly.builder.ts';
import { physicalName } from './names.ts';
import { withPool } from './pool-mode.builder.ts';
import { type Assembly, STACKS } from './synthesize.ts';

const assemblies = {} as Record<'dev' | 'prod', Assembly[]>;

beforeAll(async () => {
  for (const stage of ['dev', 'prod'] as const) {
    const inMode = (mode: 'create' | 'existing') => temporaryAssembly(stage, withPool(stage, mode));
    assemblies[stage] = [await inMode('create'), await inMode('existing')];
  }
});

/** Named within something that has a name of the stage: a role, a function, CodeDeploy's application. */
const INNER = ['AWS::IAM::Policy', 'AWS::Lambda::Alias', 'AWS::CodeDeploy::DeploymentGroup'];

/** Names that an account and region holds only once: of stacks, their exports, and resources that a template names. */
function names({ stage, templates }: Assembly): string[] {
  return STACKS.flatMap((stack) => {
    const { Resources, Outputs = {} } = templates[stack];
    const named = Object.values(Resources).flatMap(({ Type, Properties = {} }) => {
      const name = Properties[`${Type.split('::').at(-1)}Name`] ?? Properties['Name'];
      return typeof name === 'string' && !INNER.includes(Type) ? [`${Type} ${name}`] : [];
    });
    const exported = Object.values(Outputs).flatMap(({ Export }) => Export?.Name ?? []);
    return [physicalName(stage, stack), ...named, ...exported];
  });
}

test('stages share one account and region, and no name', () => {
  for (const dev of assemblies.dev) {
    expect(names(dev).length).toBeGreaterThan(50);
    for (const prod of assemblies.prod) {
      expect([dev.config.account, dev.config.region]).toEqual([prod.config.account, prod.config.region]);
      expect(names(dev).filter((name) => names(prod).includes(name))).toEqual([]);
    }
  }
});

test.each([
  ['dev', 'prod'],
  ['prod', 'dev'],
] as const)('no template of stage %s speaks of what is stage %s’s', (stage, other) => {
  for (const { templates } of assemblies[stage]) {
    const text = JSON.stringify(templates);
    expect(text).toContain(physicalName(stage));
    expect(text).not.toContain(physicalName(other));
  }
});
