import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import type { Template } from '../template.ts';

/** What holds something that a new one would not hold: items, messages, users, lines, confirmed subscribers, addresses not to be mailed. */
const STATEFUL: ReadonlySet<string> = new Set([
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::DynamoDB::Table',
  'AWS::KMS::Key',
  'AWS::Logs::LogGroup',
  'AWS::SES::ConfigurationSet',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
]);

const LOSING: Partial<Record<ResourceImpact, string>> = {
  [ResourceImpact.WILL_REPLACE]: 'would be replaced',
  [ResourceImpact.MAY_REPLACE]: 'might be replaced',
  [ResourceImpact.WILL_DESTROY]: 'would be deleted',
  [ResourceImpact.WILL_ORPHAN]: 'would be left without a stack',
};

/** A sentence for each resource with state that an update from one template to the other would take out of use. */
export function dataLoss(before: Template, after: Template): string[] {
  const losses: string[] = [];
  fullDiff(before, after).resources.forEachDifference((id, { oldResourceType = '', changeImpact }) => {
    const loss = LOSING[changeImpact];
    if (loss && STATEFUL.has(oldResourceType)) losses.push(`${id} (${oldResourceType}) ${loss}.`);
  });
  return losses;
}
