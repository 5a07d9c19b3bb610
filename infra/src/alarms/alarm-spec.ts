import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';

/**
 * One alarm of a stage; its physical name is made of `name`. It rings from `threshold` on, by itself from 1; with
 * `silentMinutes` it rings when nothing was counted for so long instead.
 */
export type AlarmSpec = {
  name: string;
  urgency: Urgency;
  metric: IMetric;
  threshold?: number;
  /** So many of the last periods have to be over the threshold, all of them by itself. Left out: one. */
  lasting?: { periods: number; of?: number };
  silentMinutes?: number;
  /** The service whose new version it sends back when it rings while that version is being rolled out. */
  guards?: string;
  explanation: Explanation;
};

/**
 * `now`: it gets worse by the hour, for users, or in work that nobody can undo. `tomorrow`: messages, dead letters and
 * reports wait until somebody is awake. The first word of the text, so that a subscription can choose by it.
 */
export type Urgency = 'now' | 'tomorrow';

/** What the person reads who is woken up: what broke, what it means for users, the first command to run. */
type Explanation = { broke: string; impact: string; first: string };
