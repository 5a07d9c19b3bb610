/**
 * A place where the template of one stage may differ from that of another, and why. `property` is the path inside the
 * resource's properties; `*` stands for one step.
 */
export type StageDifference = { type: string; property: string; reason: string };

const FUNCTION = 'AWS::Lambda::Function';
const scaled = (name: string): StageDifference => ({
  type: FUNCTION,
  property: `Environment.Variables.${name}`,
  reason: 'a time of stage local: timeScale is applied when the template is synthesized',
});

/**
 * All that may differ between stages besides the names, account and region that they are made of. Everything else is the
 * same, so what runs on one machine is what runs in production.
 */
export const STAGE_DIFFERENCES: readonly StageDifference[] = [
  {
    type: 'AWS::SQS::Queue',
    property: 'VisibilityTimeout',
    reason:
      'a time of stage local: timeScale, but at least 5 s, so that a batch of a busy machine is not received twice',
  },
  scaled('BACKOFF_BASE_SECONDS'),
  scaled('BACKOFF_CAP_SECONDS'),
  scaled('LEASE_SECONDS'),
  scaled('SETTLE_WINDOW_SECONDS'),
  scaled('DOUBT_RECHECK_SECONDS'),
  scaled('DOUBT_CAP_SECONDS'),
  scaled('STALE_AFTER_SECONDS'),
];
