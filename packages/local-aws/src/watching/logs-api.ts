import { ACCOUNT_ID, REGION } from '../account.ts';
import { ApiError } from '../emulators/api-error.ts';
import { startJsonService } from '../emulators/json-service.ts';
import type { HttpListener } from '../emulators/listener.ts';
import type { LogLine, Logs } from '../lambda/logs.ts';
import { matcherOf } from './filter-pattern.ts';

/** A function's log group. */
export interface LogGroup {
  name: string;
  service: string;
  /** What the template says; for ever when it says nothing. Nothing is dropped here. */
  retentionDays?: number;
}

interface Search {
  logGroupName?: string;
  logGroupIdentifier?: string;
  startTime?: number;
  endTime?: number;
  filterPattern?: string;
  limit?: number;
  nextToken?: string;
}

/** CloudWatch's own limit to one answer. */
const MOST_EVENTS = 10_000;
/** Lines that are looked at for one answer: as on AWS a page may be empty though more follow. */
const LOOKED_AT = 1000;

/** CloudWatch Logs over what functions wrote: FilterLogEvents, DescribeLogGroups. */
export function startLogsApi(logs: Logs, groups: readonly LogGroup[]): Promise<HttpListener> {
  const startedAt = Date.now();
  return startJsonService('the CloudWatch Logs API', {
    FilterLogEvents: (search: Search) => filterLogEvents(logs.lines(groupOf(groups, search).service), search),
    DescribeLogGroups: ({ logGroupNamePrefix: prefix = '' }: { logGroupNamePrefix?: string }) => ({
      logGroups: groups.filter(({ name }) => name.startsWith(prefix)).map((group) => described(group, startedAt)),
    }),
  });
}

function filterLogEvents(lines: readonly LogLine[], search: Search) {
  const { startTime = 0, endTime = Number.POSITIVE_INFINITY, limit = MOST_EVENTS } = search;
  refuseOthers(search);
  const matches = matcherOf(search.filterPattern ?? '');
  const from = Math.max(positionOf(search.nextToken), firstFrom(lines, startTime));
  const events = [];
  let position = from;
  while (position < lines.length && position < from + LOOKED_AT && events.length < limit) {
    const line = lines[position] as LogLine;
    if (line.at <= endTime && matches(line.text)) events.push(eventOf(line, position));
    position += 1;
  }
  const more = position < lines.length && (lines[position] as LogLine).at <= endTime;
  return { events, searchedLogStreams: [], ...(more && { nextToken: `next/${position}` }) };
}

const KNOWN: ReadonlySet<string> = new Set([
  'logGroupName',
  'logGroupIdentifier',
  'startTime',
  'endTime',
  'filterPattern',
  'limit',
  'nextToken',
  'interleaved',
]);

function refuseOthers(search: Search): void {
  const others = Object.keys(search).filter((name) => !KNOWN.has(name));
  if (others.length > 0) throw new ApiError('InvalidParameterException', `Not known here: ${others.join(', ')}.`);
  const { limit = 1 } = search;
  if (limit < 1 || limit > MOST_EVENTS) {
    throw new ApiError('InvalidParameterException', `limit should be from 1 to ${MOST_EVENTS}, not ${limit}.`);
  }
}

function positionOf(nextToken: string | undefined): number {
  if (nextToken === undefined) return 0;
  const position = /^next\/(\d+)$/.exec(nextToken)?.[1];
  if (position === undefined) throw new ApiError('InvalidParameterException', 'The specified nextToken is invalid.');
  return Number(position);
}

function firstFrom(lines: readonly LogLine[], startTime: number): number {
  const first = lines.findIndex(({ at }) => at >= startTime);
  return first < 0 ? lines.length : first;
}

const eventOf = ({ at, environment, text }: LogLine, position: number) => ({
  eventId: `${at}${String(position).padStart(8, '0')}`,
  logStreamName: `local/[1]${environment}`,
  timestamp: at,
  ingestionTime: at,
  message: text,
});

function groupOf(groups: readonly LogGroup[], { logGroupName, logGroupIdentifier = '' }: Search): LogGroup {
  const wanted = logGroupName ?? logGroupIdentifier.replace(/^arn:aws:logs:[^:]*:[^:]*:log-group:/, '');
  const group = groups.find(({ name }) => name === wanted);
  if (!group) throw new ApiError('ResourceNotFoundException', 'The specified log group does not exist.');
  return group;
}

function described({ name, retentionDays }: LogGroup, creationTime: number) {
  const logGroupArn = `arn:aws:logs:${REGION}:${ACCOUNT_ID}:log-group:${name}`;
  return {
    logGroupName: name,
    logGroupArn,
    arn: `${logGroupArn}:*`,
    creationTime,
    retentionInDays: retentionDays,
    metricFilterCount: 0,
    storedBytes: 0,
    logGroupClass: 'STANDARD',
  };
}
