import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { logEvents } from '../stage/log-events.ts';
import { type TriggerFailure, triggerFailures } from './failure-lines.ts';

/** Whom the trigger failed since a time (epoch ms), as its log group in CloudWatch tells: each user once. */
export async function loggedFailures(
  logs: CloudWatchLogsClient,
  search: { logGroupName: string; since: number; signal?: AbortSignal },
): Promise<TriggerFailure[]> {
  const events = await logEvents(logs, { ...search, pattern: '{ $.code = "ENQUEUE_FAILED" }' });
  return triggerFailures(events.map(({ message }) => message));
}
