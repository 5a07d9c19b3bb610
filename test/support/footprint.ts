import { readFileSync } from 'node:fs';
import type { Stack } from '@postconfirm/local-aws';

/** What functions took of the machine, and wrote: milliseconds of CPU and bytes of log lines, by service. */
export type Footprint = Record<string, { cpuMs: number; logBytes: number }>;

/** A tick of /proc, in milliseconds. */
const TICK_MS = 10;

/** Since their processes began. Linux alone tells of other processes' time. */
export const footprintOf = (stack: Stack, services: readonly string[]): Footprint =>
  Object.fromEntries(
    services.map((service) => [
      service,
      {
        cpuMs: stack.functions.pids(service).reduce((sum, pid) => sum + cpuMsOf(pid), 0),
        logBytes: stack.logs
          .lines(service)
          .filter(({ from }) => from === 'function')
          .reduce((sum, { text }) => sum + Buffer.byteLength(text) + 1, 0),
      },
    ]),
  );

function cpuMsOf(pid: number): number {
  // Behind the name, which may hold anything, field 14 is the user's time and 15 the system's.
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user = '0', system = '0'] = fields.split(' ').slice(11, 13);
  return (Number(user) + Number(system)) * TICK_MS;
}

/** What each message took between two looks. */
export const perMessage = (before: Footprint, after: Footprint, messages: number): Footprint =>
  Object.fromEntries(
    Object.entries(after).map(([service, { cpuMs, logBytes }]) => [
      service,
      {
        cpuMs: (cpuMs - (before[service]?.cpuMs ?? 0)) / messages,
        logBytes: (logBytes - (before[service]?.logBytes ?? 0)) / messages,
      },
    ]),
  );

/** Bytes of an item as DynamoDB bills it: names and values. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
export function itemBytes(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  // Up to 38 significant digits, two in a byte, and one more.
  if (typeof value === 'number') return Math.ceil(String(value).length / 2) + 1;
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + itemBytes(one) + 1, 3);
  if (typeof value !== 'object' || value === null) return 1;
  return Object.entries(value).reduce((sum, [name, one]) => sum + Buffer.byteLength(name) + itemBytes(one) + 1, 3);
}

/** Metrics that the functions' log lines hold: each code of each function is one. */
export const metricsOf = (stack: Stack): number =>
  new Set(
    stack.logs
      .lines()
      .filter(({ text }) => text.includes('"CloudWatchMetrics"'))
      .map(({ service, text }) => `${service} ${(JSON.parse(text) as { code: string }).code}`),
  ).size;
