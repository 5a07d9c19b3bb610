export { METRIC_NAMESPACE, physicalName } from '@postconfirm/contract';

/** The alias that callers and mappings use, so that a deployment can move it from version to version. */
export const LIVE = 'live';
