import type { CfnResource, PolicyViolation } from 'aws-cdk-lib';
import { beforeAll, expect, test } from 'vitest';
import { built } from '../built.builder.ts';
import { inTemporaryStage } from '../temporary-app.builder.ts';
import { unacknowledged } from './aws-solutions.ts';

beforeAll(built);

const finding = (...paths: string[]): PolicyViolation => ({
  ruleName: 'AwsSolutions-X1',
  description: 'something is not as it should be',
  violatingResources: paths.map((constructPath) => ({ constructPath, locations: ['Properties'] })),
});

const accepted = { rule: 'AwsSolutions-X1', path: 'Pool/Resource', reason: 'a test' };

/** Synthesizes stage `prod` after `spoil` changed its resource at a construct path. */
const synthesizeSpoilt = (constructPath: string, spoil: (resource: CfnResource) => void) =>
  inTemporaryStage('prod', {}, (app) => {
    spoil(app.node.findAll().find(({ node }) => node.path === constructPath) as CfnResource);
    return app.synth();
  });

test('an accepted finding is silent in every stage', () => {
  expect(unacknowledged([finding('postconfirm-dev-pool/Pool/Resource')], [accepted])).toEqual([]);
});

test('the same rule broken elsewhere is still a finding', () => {
  const broken = finding('postconfirm-dev-pool/Pool/Resource', 'postconfirm-dev-pool/Other/Resource');
  expect(unacknowledged([broken], [accepted])).toEqual([finding('postconfirm-dev-pool/Other/Resource')]);
});

test('an accepted resource is accepted in the account and region of every stage', () => {
  const rule = (arn: string) => `AwsSolutions-IAM5[Resource::${arn}]`;
  const identities = { ...accepted, rule: rule('arn:ses:identity/*') };
  for (const account of ['arn:aws:ses:eu-central-1:111122223333', 'arn:aws-cn:ses:cn-north-1:444455556666']) {
    const found = { ...finding('postconfirm-dev-pool/Pool/Resource'), ruleName: rule(`${account}:identity/*`) };
    expect(unacknowledged([found], [identities])).toEqual([]);
    const wider = { ...found, ruleName: rule(`${account}:*`) };
    expect(unacknowledged([wider], [identities])).toContainEqual(wider);
  }
});

test('an acknowledgement that nothing needs is a finding that names it', () => {
  const [unused] = unacknowledged([], [accepted]);
  expect(unused?.description).toContain('AwsSolutions-X1 is not found at Pool/Resource: remove its entry');
});

test('an acknowledgement that nothing needs stops the synthesis', () => {
  const synth = () =>
    synthesizeSpoilt('postconfirm-prod-pool/Pool/Resource', (pool) => {
      Object.assign(pool, { mfaConfiguration: 'ON', enabledMfas: ['SOFTWARE_TOKEN_MFA'] });
    });
  expect(synth).toThrow(/AwsSolutions-COG2 is not found at Pool\/Resource: remove its entry/);
});

test('a finding of cdk-nag stops the synthesis', () => {
  const synth = () =>
    synthesizeSpoilt('postconfirm-prod-pool/Pool/Resource', (pool) => {
      Object.assign(pool, { policies: { passwordPolicy: { minimumLength: 6 } } });
    });
  expect(synth).toThrow(/AwsSolutions-COG1/);
});

test.each([
  ['a value out of bounds', 'MessageRetentionPeriod', 5_000_000, /MessageRetentionPeriod/],
  ['a property that does not exist', 'DelaySecond', 5, /Did you mean 'DelaySeconds'/],
])("%s stops the synthesis by CloudFormation's own rules", (_mistake, property, value, told) => {
  const synth = () =>
    synthesizeSpoilt('postconfirm-prod-data/email/Queue/Resource', (queue) => {
      queue.addPropertyOverride(property, value);
    });
  expect(synth).toThrow(told);
});
