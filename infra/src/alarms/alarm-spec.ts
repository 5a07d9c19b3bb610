import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';

/** One alarm of a stage; its physical name is made of `name`. */
export type AlarmSpec = {
  name: string;
  urgency: Urgency;
  metric: IMetric;
  /** The least value that rings; 1 by default. */
  threshold?: number;
  /** It rings when `periods` of the last `of` periods reach the threshold; `of` is `periods` by default. Left out: one does. */
  lasting?: { periods: number; of?: number };
  /** Instead of a threshold: it rings when nothing was counted for so long. */
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
