import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';

/**
 * One alarm of a stage; its physical name is made of `name`. It rings from `threshold` on, by itself from 1; with
 * `silentMinutes` it rings when nothing was counted for so long instead.
 */
export type AlarmSpec = {
  name: string;
  metric: IMetric;
  threshold?: number;
  silentMinutes?: number;
  /** The service whose new version it sends back when it rings while that version is being rolled out. */
  guards?: string;
  explanation: Explanation;
};

/** What the person reads who is woken up: what broke, what it means for users, the first command to run. */
type Explanation = { broke: string; impact: string; first: string };
