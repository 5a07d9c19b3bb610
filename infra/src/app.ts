import { App, Validations } from 'aws-cdk-lib';
import flags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import type { Deployment } from './constructs/deployment.ts';
import { DataStack } from './stacks/data-stack.ts';
import { PoolStack } from './stacks/pool-stack.ts';
import { ServiceStack } from './stacks/service-stack.ts';
import { acknowledgements } from './validation/acknowledgements.ts';
import { awsSolutions } from './validation/aws-solutions.ts';

/** In code, so that a synthesis depends on no file of the place where it is started. */
const CONTEXT = {
  ...flags,
  // The service stack uses what the data stack exports: CloudFormation then refuses to take it away.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
  // CloudFormation's own rules, checked offline: findings are errors, warnings too.
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/core:strictCfnValidateErrors': true,
  // Findings travel in the error that is thrown, not on standard error.
  '@aws-cdk/core:appMode': 'inmemory',
  // Lets a reader of the assembly follow a function to its asset folder.
  'aws:cdk:enable-asset-metadata': true,
};

/** The CDK app of one deployment: data ← service ← pool. */
export function createApp(deployment: Deployment, outdir: string): App {
  const { stage, config } = deployment;
  const app = new App({ outdir, context: CONTEXT, analyticsReporting: false, treeMetadata: false });
  const props = {
    env: { account: config.account, region: config.region },
    tags: { application: 'postconfirm', stage },
    terminationProtection: config.removal === 'retain',
  };
  const data = new DataStack(app, deployment, props);
  const service = new ServiceStack(app, deployment, { ...props, data });
  new PoolStack(app, deployment, { ...props, service });
  Validations.of(app).addPlugins(awsSolutions(acknowledgements(deployment)));
  return app;
}
