import { paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { physicalName } from '@postconfirm/contract';
import type { Stage } from './stage.ts';

/** What a function wrote; our own lines have a code and no personal data. */
export type LogLine = { service: string; at: number; code: string; fields: Readonly<Record<string, unknown>> };

type Search = {
  /** CloudWatch's filter pattern. */
  pattern: string;
  /** Epoch milliseconds. */
  since: number;
};

/** A function's lines that match, in order of time. What Lambda itself wrote is none of them. */
export async function logLines({ clients, name }: Stage, service: string, search: Search): Promise<LogLine[]> {
  const pages = paginateFilterLogEvents(
    { client: clients.logs },
    {
      logGroupName: `/aws/lambda/${physicalName(name, service)}`,
      filterPattern: search.pattern,
      startTime: search.since,
    },
  );
  const lines: LogLine[] = [];
  for await (const { events = [] } of pages) {
    for (const { timestamp = 0, message = '' } of events) lines.push(...lineOf(service, timestamp, message));
  }
  return lines.sort((a, b) => a.at - b.at);
}

function lineOf(service: string, at: number, message: string): LogLine[] {
  const fields = parseObject(message);
  return typeof fields?.['code'] === 'string' ? [{ service, at, code: fields['code'], fields }] : [];
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
