import { physicalName } from '@postconfirm/contract';

export { METRIC_NAMESPACE, physicalName } from '@postconfirm/contract';

/** The alias that callers and mappings use, so that a deployment can move it from version to version. */
export const LIVE = 'live';

/** Where Lambda writes what a service says. */
export const logGroupName = (stage: string, service: string) => `/aws/lambda/${physicalName(stage, service)}`;

/** CloudWatch shows saved queries in folders. */
export const queryName = (stage: string, name: string) => `postconfirm/${stage}/${name}`;
