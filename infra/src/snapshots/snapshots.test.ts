import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Properties } from '../assembly.builder.ts';
import { built } from '../built.builder.ts';
import type { Template } from '../template.ts';
import { dataLoss } from './data-loss.ts';
import { exampleSnapshots } from './example.builder.ts';
import { committed, type Snapshot } from './snapshots.ts';

let snapshots: Snapshot[];

beforeAll(async () => {
  await built();
  snapshots = await exampleSnapshots();
});

test('the templates are those that are committed: otherwise `npm run snapshots`, and read what changed', () => {
  expect(snapshots.map(({ file }) => path.basename(file))).toEqual([
    'data.json',
    'service.json',
    'pool-created.json',
    'pool-existing.json',
  ]);
  for (const one of snapshots) expect(one.template, one.file).toEqual(committed(one));
});

test('an update from what is committed keeps everything that holds data', () => {
  for (const one of snapshots) expect(dataLoss(committed(one) as Template, one.template)).toEqual([]);
});

describe('an update is refused that', () => {
  /** What would be lost if the first resource of a type became what `change` makes of it. */
  function lossBy(type: string, change: (resource: Properties, resources: Properties) => void): string[] {
    return snapshots.flatMap(({ template }) => {
      const changed = structuredClone(template);
      const [found] = Object.entries(changed.Resources).filter(([, { Type }]) => Type === type);
      if (!found) return [];
      change(found[1], changed.Resources);
      return dataLoss(template, changed);
    });
  }

  test.each([
    ['renames a queue', 'AWS::SQS::Queue', 'QueueName', 'another', /would be replaced/],
    [
      'changes the key of the table',
      'AWS::DynamoDB::Table',
      'KeySchema',
      [{ AttributeName: 'id' }],
      /would be replaced/,
    ],
    ['renames a log group', 'AWS::Logs::LogGroup', 'LogGroupName', 'another', /would be replaced/],
    ['renames the topic of SES events', 'AWS::SNS::Topic', 'TopicName', 'another', /would be replaced/],
    ['makes a subscription of another', 'AWS::SNS::Subscription', 'Endpoint', 'another', /would be replaced/],
    ['gives the app client a secret', 'AWS::Cognito::UserPoolClient', 'GenerateSecret', true, /would be replaced/],
  ])('%s', (_effect, type, property, value, loss) => {
    const losses = lossBy(type, ({ Properties }) => Object.assign(Properties, { [property]: value }));
    // What refers to it may be lost with it.
    expect(losses.filter((one) => one.includes(`(${type})`))).toEqual([expect.stringMatching(loss)]);
  });

  test.each(['AWS::SQS::Queue', 'AWS::DynamoDB::Table', 'AWS::Logs::LogGroup', 'AWS::Cognito::UserPool'])(
    'takes away the %s',
    (type) => {
      const losses = lossBy(type, (resource, resources) => {
        const id = Object.keys(resources).find((key) => resources[key] === resource);
        delete resources[id ?? ''];
      });
      expect(losses).toEqual([expect.stringContaining(`(${type}) would be`)]);
    },
  );

  test('gives a queue another logical id, as a construct that is moved does', () => {
    const losses = lossBy('AWS::SQS::Queue', (resource, resources) => {
      const id = Object.keys(resources).find((key) => resources[key] === resource) ?? '';
      resources[`${id}Moved`] = structuredClone(resource);
      delete resources[id];
    });
    expect(losses).toEqual([expect.stringContaining('would be left without a stack')]);
  });
});
