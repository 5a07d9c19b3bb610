import { physicalName } from '@postconfirm/contract';
import * as v from 'valibot';
import { parseJson } from '../parse-json.ts';
import { type LogEvent, type LogSearch, logEvents } from './log-events.ts';
import type { Stage } from './stage.ts';

/** What a function wrote; our own lines have a code and no personal data. */
export type LogLine = { service: string; at: number; code: string; fields: Readonly<Record<string, unknown>> };

const LineSchema = v.looseObject({ code: v.string() });

export const logGroupOf = ({ name }: Pick<Stage, 'name'>, service: string): string =>
  `/aws/lambda/${physicalName(name, service)}`;

/** A function's lines that match, in order of time. What Lambda itself wrote is none of them. */
export async function logLines(
  stage: Stage,
  service: string,
  search: Omit<LogSearch, 'logGroupName'>,
): Promise<LogLine[]> {
  const events = await logEvents(stage.clients.logs, { ...search, logGroupName: logGroupOf(stage, service) });
  return events.flatMap((event) => lineOf(service, event)).sort((a, b) => a.at - b.at);
}

function lineOf(service: string, { at, message }: LogEvent): LogLine[] {
  const { success, output } = v.safeParse(LineSchema, parseJson(message));
  return success ? [{ service, at, code: output.code, fields: output }] : [];
}
