import { CfnQueryDefinition } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Deployment } from '../constructs/deployment.ts';
import { logGroupName, queryName } from '../names.ts';
import { savedQueries } from './questions.ts';

/** The saved queries of a stage, in a folder of its name. */
export class SavedQueries extends Construct {
  constructor(scope: Construct, { stage, workers }: Deployment) {
    super(scope, 'queries');
    for (const { name, services, query } of savedQueries(workers)) {
      new CfnQueryDefinition(this, name, {
        name: queryName(stage, name),
        logGroupNames: services.map((service) => logGroupName(stage, service)),
        queryString: query,
      });
    }
  }
}
