import { RegionInfo } from 'aws-cdk-lib/region-info';

/** How ARNs of a service begin in a region, partition included. */
export const arnPrefix = (service: string, region: string): string =>
  `arn:${RegionInfo.get(region).partition}:${service}:${region}:`;
