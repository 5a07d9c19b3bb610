import { expect, test } from 'vitest';
import type { Resource, Stack } from './assembly.ts';
import { type Created, deploy, type Wanted } from './deploy.ts';

const stack = (name: string, Resources: Record<string, Resource>, Outputs = {}): Stack => ({
  name,
  template: { Resources, Outputs },
  assets: new Map(),
});

/** Deploys with one creatable type, `Thing`; what was created, in order. */
async function deployThings(...stacks: Stack[]): Promise<Wanted[]> {
  const created: Wanted[] = [];
  const Thing = (wanted: Wanted): Created => {
    created.push(wanted);
    if (wanted.properties['refused']) throw new Error('out of things');
    return { ref: `${wanted.stack.name}/${wanted.logicalId}`, attributes: { Arn: `arn:${wanted.logicalId}` } };
  };
  await deploy(stacks, { creators: { Thing }, nothingToEmulate: new Set(['Alarm']) });
  return created;
}

test('creates a resource after those that it refers to or depends on', async () => {
  const created = await deployThings(
    stack('data', {
      A: { Type: 'Thing', Properties: { of: { Ref: 'B' } } },
      B: { Type: 'Thing', DependsOn: ['C'] },
      C: { Type: 'Thing' },
    }),
  );
  expect(created.map(({ logicalId }) => logicalId)).toEqual(['C', 'B', 'A']);
  expect(created[2]?.properties).toEqual({ of: 'data/B' });
});

test('hands exports and outputs of a stack to the stacks after it', async () => {
  const created = await deployThings(
    stack(
      'data',
      { A: { Type: 'Thing' } },
      { Out: { Value: { 'Fn::GetAtt': ['A', 'Arn'] }, Export: { Name: 'data:A' } } },
    ),
    stack('service', {
      B: {
        Type: 'Thing',
        Properties: {
          imported: { 'Fn::ImportValue': 'data:A' },
          output: { 'Fn::GetStackOutput': { StackName: 'data', OutputName: 'Out' } },
        },
      },
    }),
  );
  expect(created[1]?.properties).toEqual({ imported: 'arn:A', output: 'arn:A' });
});

test('lets others refer to a resource of which nothing is emulated', async () => {
  const created = await deployThings(
    stack('data', { A: { Type: 'Thing', Properties: { alarm: { Ref: 'B' } } }, B: { Type: 'Alarm' } }),
  );
  expect(created.map(({ properties }) => properties)).toEqual([{ alarm: 'data-B' }]);
});

test.each([
  ['an unknown type', { A: { Type: 'Other' } }, 'data/A: Other can be neither created here nor left out.'],
  [
    'a missing resource',
    { A: { Type: 'Thing', Properties: { of: { Ref: 'B' } } } },
    'data: nothing has the logical id B.',
  ],
  ['a refusal', { A: { Type: 'Thing', Properties: { refused: true } } }, 'data/A (Thing): out of things'],
  [
    'a circle',
    { A: { Type: 'Thing', DependsOn: 'B' }, B: { Type: 'Thing', DependsOn: 'A' } },
    'data: resources refer to each other: A → B.',
  ],
])('says where and what for %s', async (_what, resources, message) => {
  await expect(deployThings(stack('data', resources))).rejects.toThrow(message);
});
