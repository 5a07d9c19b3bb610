import type { IPolicyValidationPlugin, PolicyValidationPluginReport, PolicyViolation } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import type { Acknowledgement } from './acknowledgements.ts';

/** What CDK hands to a plugin since 2.262; its published type lacks the construct tree. */
type Context = { appConstruct?: IConstruct };

/**
 * cdk-nag's AwsSolutions with the acknowledgements of a stage. cdk-nag itself ignores an acknowledgement that nothing
 * needs any more; here it is a finding of its own.
 */
export const awsSolutions = (acknowledged: readonly Acknowledgement[]): IPolicyValidationPlugin => ({
  name: 'AwsSolutions',
  validate(context): PolicyValidationPluginReport {
    const { appConstruct } = context as Context;
    if (!appConstruct) throw new Error('CDK gave no construct tree to validate');
    const { violations } = new AwsSolutionsChecks().validateScope(appConstruct);
    const remaining = unacknowledged(violations, acknowledged);
    return { success: remaining.length === 0, violations: remaining };
  },
});

/** The findings that no acknowledgement covers, and one more per acknowledgement that covers nothing. */
export function unacknowledged(
  violations: readonly PolicyViolation[],
  acknowledgements: readonly Acknowledgement[],
): PolicyViolation[] {
  const unused = new Set(acknowledgements);
  const remaining = violations.flatMap((violation) => {
    const violatingResources = violation.violatingResources.filter(({ constructPath = '' }) => {
      const covering = acknowledgements.filter((item) => covers(item, violation.ruleName, constructPath));
      for (const item of covering) unused.delete(item);
      return covering.length === 0;
    });
    return violatingResources.length === 0 ? [] : [{ ...violation, violatingResources }];
  });
  return [...remaining, ...[...unused].map(unusedFinding)];
}

/** `path` begins behind the stack's name, which holds the stage. */
function covers({ rule, path }: Acknowledgement, ruleName: string, constructPath: string): boolean {
  return rule === stageless(ruleName) && constructPath.slice(constructPath.indexOf('/') + 1) === path;
}

/** A rule about an ARN without its partition, region and account, which are the stage's: `arn:ses:identity/*`. */
const stageless = (ruleName: string) => ruleName.replace(/arn:[\w-]+:([\w-]+):[\w-]*:\d*:/, 'arn:$1:');

const unusedFinding = ({ rule, path }: Acknowledgement): PolicyViolation => ({
  ruleName: 'unused-acknowledgement',
  description: `${rule} is not found at ${path}: remove its entry from infra/src/validation/acknowledgements.ts`,
  severity: 'error',
  // CDK prints nothing, and so stops nothing, of a finding that no construct has.
  violatingResources: [{ constructPath: path, locations: [] }],
});
