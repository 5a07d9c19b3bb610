import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** A statement that allows named actions on named resources. */
export const allow = (actions: string[], resources: string[], conditions?: PolicyStatement['conditions']) =>
  new PolicyStatement({ actions, resources, ...(conditions && { conditions }) });
