import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { logEvents } from '../stage/log-events.ts';
import { type TriggerFailure, triggerFailures } from './failure-lines.ts';

/** Whom the trigger failed since a time (epoch ms), as its log group in CloudWatch tells: each user once. */
export async function loggedFailures(
  logs: CloudWatchLogsClient,
  { logGroupName, since }: { logGroupName: string; since: number },
): Promise<TriggerFailure[]> {
  const events = await logEvents(logs, { logGroupName, pattern: '{ $.code = "ENQUEUE_FAILED" }', since });
  return triggerFailures(events.map(({ message }) => message));
}
