import { ConfigError } from '../config/config-error.ts';

/** How CloudFormation's validator tells of a type that a region lacks. */
const LACKING = /Resource type '([\w:]+)' does not exist in '([\w-]+)'/g;

/** No template helps where a service is missing. Throws a `ConfigError` that names what CDK's report says the region lacks. */
export function refuseRegionThatLacks(report: string): void {
  const lacking = [...report.matchAll(LACKING)];
  const [, , region] = lacking[0] ?? [];
  if (region === undefined) return;
  const types = [...new Set(lacking.map(([, type]) => type))].join(', ');
  throw new ConfigError(`region should not be ${region}: as far as aws-cdk-lib knows, it has no ${types}.`);
}
