import { type CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { failuresIn } from './failure-lines.ts';

type Search = { logGroupName: string; pool: string; since: number };

/** Whom the trigger failed since a time (epoch ms), as its log group in CloudWatch tells. */
export async function loggedFailures(
  logs: CloudWatchLogsClient,
  { logGroupName, pool, since }: Search,
): Promise<Map<string, number>> {
  const lines: string[] = [];
  let nextToken: string | undefined;
  do {
    const answer = await logs.send(
      new FilterLogEventsCommand({
        logGroupName,
        filterPattern: '{ $.code = "ENQUEUE_FAILED" }',
        startTime: since,
        ...(nextToken && { nextToken }),
      }),
    );
    lines.push(...(answer.events ?? []).flatMap(({ message }) => message ?? []));
    nextToken = answer.nextToken;
  } while (nextToken !== undefined);
  return failuresIn(lines, pool);
}
