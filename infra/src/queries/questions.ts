import type { WorkerEntry } from '@postconfirm/contract';
import { servicesOf } from '../services.ts';

/** A question to the logs that CloudWatch keeps: asked of these services, in Logs Insights' own language. */
export type SavedQuery = { name: string; services: readonly string[]; query: string };

/** What people ask when something is wrong, of the workers of a stage. */
export function savedQueries(workers: readonly WorkerEntry[]): SavedQuery[] {
  const all = servicesOf(workers);
  const consumers = workers.map(({ name }) => name);
  return [
    { name: 'one user', services: all, query: ONE_USER },
    { name: 'one trace', services: all, query: ONE_TRACE },
    { name: 'users not enqueued', services: ['trigger'], query: NOT_ENQUEUED },
    { name: 'slowest calls of the trigger', services: ['trigger'], query: SLOWEST_CALLS },
    { name: 'dead letters by reason', services: consumers, query: DEAD_LETTERS },
    { name: 'retries by reason', services: consumers, query: RETRIES },
    { name: 'failures by class', services: all, query: FAILURES },
    { name: 'crashes and timeouts', services: all, query: CRASHES },
    { name: 'cold starts', services: all, query: COLD_STARTS },
  ];
}

const WAY = 'fields @timestamp, @log, code, kind, cause, reason, detail, attempt, waitSeconds, receiveCount, requestId';

const ONE_USER = `# The way of one user through all functions: put the user's sub in place of SUB.
${WAY}
| filter sub = "SUB"
| sort @timestamp asc
| limit 1000`;

const ONE_TRACE = `# The same by one trace: put X-Ray's id in place of TRACE, without its leading 1- and without hyphens.
# SES's events come back without a trace: those are found by the user.
${WAY}, sub
| filter traceparent like "TRACE"
| sort @timestamp asc
| limit 1000`;

const NOT_ENQUEUED = `# Users who are confirmed and get nothing until they are reconciled.
fields @timestamp, code, sub, pool, kind, failure, errorName, requestId
| filter code in ["ENQUEUE_FAILED", "TRIGGER_FAILED", "NO_SUB"]
| sort @timestamp desc
| limit 1000`;

const SLOWEST_CALLS = `# How long Lambda had people wait; @initDuration is the start of an environment, and comes on top.
fields @timestamp, @requestId, @duration, @initDuration, @maxMemoryUsed
| filter @type = "REPORT"
| sort @duration desc
| limit 50`;

const DEAD_LETTERS = `# What died, and of what; docs/failures.md explains each reason.
filter code = "MESSAGE_DEAD_LETTERED"
| stats count(*) as letters, max(@timestamp) as latest by @log, reason, detail
| sort letters desc`;

const RETRIES = `# What went back to its queue, and how long it waits, in seconds.
filter code = "MESSAGE_RETRY"
| stats count(*) as retries, avg(waitSeconds) as wait by @log, reason
| sort retries desc`;

const FAILURES = `# Calls that failed, by the five classes of docs/failures.md.
filter ispresent(failure)
| stats count(*) as failures by failure, code, @log, errorName
| sort failures desc`;

const CRASHES = `# What Lambda itself said of functions that it ended.
fields @timestamp, @log, @requestId, @message
| filter @message like "Task timed out" or @message like "errorType" or @message like "Runtime."
| sort @timestamp desc
| limit 100`;

const COLD_STARTS = `# Milliseconds until an environment was ready for its first call.
filter @type = "REPORT" and ispresent(@initDuration)
| stats count(*) as starts, avg(@initDuration) as average, pct(@initDuration, 99) as p99, max(@initDuration) as longest by @log
| sort starts desc`;
