import type { Stage } from './config/stage.ts';

/** The physical name of a queue, function, table, configuration set … of a stage; the table has no further name. */
export const physicalName = (stage: Stage, name?: string): string =>
  name === undefined ? `postconfirm-${stage}` : `postconfirm-${stage}-${name}`;

/** The alias that callers and mappings use, so that a deployment switches versions in one step. */
export const LIVE = 'live';

/** Where all of the system's own metrics lie; each has the dimension `FunctionName` and is named like its log code. */
export const METRIC_NAMESPACE = 'postconfirm';
