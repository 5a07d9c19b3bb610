export { METRIC_NAMESPACE, physicalName } from '@postconfirm/contract';

/** The alias that callers and mappings use, so that a deployment switches versions in one step. */
export const LIVE = 'live';
