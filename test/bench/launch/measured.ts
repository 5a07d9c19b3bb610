import type { FunctionName } from './counts.ts';

/**
 * What a message took of each function on the local stack: 240 users after 40 that warmed it up, Node 24.21 on x86-64,
 * November 2026 (test/long/launch.test.ts prints it anew; a busy machine adds to the CPU). `cpuMs`: of a whole core.
 * `logBytes`: of its own lines. Those of email-events are of an event, the share of a heartbeat a second in it.
 */
export const PER_MESSAGE: Record<FunctionName, { cpuMs: number; logBytes: number }> = {
  trigger: { cpuMs: 4.5, logBytes: 572 },
  'fan-out': { cpuMs: 2.8, logBytes: 876 },
  'email-worker': { cpuMs: 9.7, logBytes: 1260 },
  'enrichment-worker': { cpuMs: 20.5, logBytes: 1909 },
  'email-events': { cpuMs: 7.4, logBytes: 1221 },
};

/** Bytes of the START, END and REPORT lines that Lambda writes of an invocation. Counted in AWS's documented examples. */
export const PLATFORM_LOG_BYTES = 400;

/** Bytes of a delivery and of a user record as DynamoDB bills them, of users with an address and nothing more to tell. */
export const ITEM_BYTES = { delivery: 188, record: 864 };

/**
 * Of stage prod: metrics under its alarms, dashboards, secrets of its sources (test/long/launch.test.ts counts them). `metrics`: those that log lines made on the local stack
 * while nothing went wrong; each further code that is logged in a month is one more.
 */
export const TEMPLATE = { alarmMetrics: 72, dashboards: 1, metrics: 13, secrets: 1 };
