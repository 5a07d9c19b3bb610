/** Physical name of something of a stage: `postconfirm-<stage>-<name>`; without a name, what there is one of: table, pool, dashboard … */
export const physicalName = (stage: string, name?: string): string =>
  ['postconfirm', stage, name].filter(Boolean).join('-');

/** CloudWatch namespace of all metrics; their one dimension is Lambda's own function name, unique per stage. */
export const METRIC_NAMESPACE = 'postconfirm';
