import { type CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';

import { OperatorError } from '../operator-error.ts';

/** One line of a log. `at`: epoch milliseconds. */
export type LogEvent = { at: number; message: string };

export type LogSearch = {
  logGroupName: string;
  /** CloudWatch's filter pattern. */
  pattern: string;
  /** Epoch milliseconds. */
  since: number;
  /** Once aborted, no further page is asked for. */
  signal?: AbortSignal;
};

/** The lines of a log group that match, from all pages: CloudWatch gives empty ones in between. */
export async function logEvents(
  client: CloudWatchLogsClient,
  { logGroupName, pattern, since, signal }: LogSearch,
): Promise<LogEvent[]> {
  const found: LogEvent[] = [];
  const input = { logGroupName, filterPattern: pattern, startTime: since };
  for await (const { events = [] } of paginateFilterLogEvents({ client }, input)) {
    if (signal?.aborted) throw new OperatorError('interrupted', 'Interrupted: nothing was done.');
    found.push(...events.map(({ timestamp = 0, message = '' }) => ({ at: timestamp, message })));
  }
  return found;
}
