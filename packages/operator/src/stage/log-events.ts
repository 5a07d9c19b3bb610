import { type CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';

/** One line of a log. `at`: epoch milliseconds. */
export type LogEvent = { at: number; message: string };

export type LogSearch = {
  logGroupName: string;
  /** CloudWatch's filter pattern. */
  pattern: string;
  /** Epoch milliseconds. */
  since: number;
};

/** The lines of a log group that match, from all pages: CloudWatch gives empty ones in between. */
export async function logEvents(
  client: CloudWatchLogsClient,
  { logGroupName, pattern, since }: LogSearch,
): Promise<LogEvent[]> {
  const found: LogEvent[] = [];
  const input = { logGroupName, filterPattern: pattern, startTime: since };
  for await (const { events = [] } of paginateFilterLogEvents({ client }, input)) {
    found.push(...events.map(({ timestamp = 0, message = '' }) => ({ at: timestamp, message })));
  }
  return found;
}
