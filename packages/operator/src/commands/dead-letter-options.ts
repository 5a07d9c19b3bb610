import { type Command, InvalidArgumentError } from 'commander';
import type { DeadLetterFilter } from '../dead-letters/dead-letter-filter.ts';

/** What the command line says of which dead letters are meant. */
export type FilterOptions = {
  reason?: string[];
  worker?: string[];
  user?: string[];
  id?: string[];
  olderThan?: number;
  newerThan?: number;
  since?: number;
  until?: number;
};

/** Gives a command the options by which all commands about dead letters choose them. */
export const withFilter = (command: Command): Command =>
  command
    .option('--reason <reason>', 'that died for this reason, such as attempts; may be repeated', collect)
    .option('--worker <worker>', 'that died in this worker; may be repeated', collect)
    .option('--user <sub>', 'about this user; may be repeated', collect)
    .option('--id <messageId>', 'with this message id; may be repeated', collect)
    .option('--older-than <age>', 'that lie there for longer, such as 3d, 4h or 90m', age)
    .option('--newer-than <age>', 'that lie there for less long', age)
    .option('--since <time>', 'that came since then, such as 2026-03-01T09:30Z', time)
    .option('--until <time>', 'that came until then', time);

export function filterOf(options: FilterOptions, now: number): DeadLetterFilter {
  const { reason, worker, user, id, olderThan, newerThan, since, until } = options;
  const from = latest(since, newerThan && now - newerThan);
  const to = earliest(until, olderThan && now - olderThan);
  return {
    ...(reason && { reasons: reason }),
    ...(worker && { workers: worker }),
    ...(user && { users: user }),
    ...(id && { ids: id }),
    ...(from !== undefined && { since: from }),
    ...(to !== undefined && { until: to }),
  };
}

export const isFiltered = (options: FilterOptions): boolean => Object.keys(filterOf(options, 0)).length > 0;

const latest = (...times: (number | undefined)[]) => pick(Math.max, times);
const earliest = (...times: (number | undefined)[]) => pick(Math.min, times);

function pick(choose: (...times: number[]) => number, times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : choose(...known);
}

export const collect = (value: string, before: string[] = []): string[] => [...before, value];

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 24 * 3_600_000 };

/** Milliseconds. */
export function age(text: string): number {
  const [, count, unit] = /^([1-9][0-9]{0,4})([smhd])$/.exec(text) ?? [];
  if (!count || !unit) throw new InvalidArgumentError('It should be an age like 3d, 4h or 90m.');
  return Number(count) * UNITS[unit as keyof typeof UNITS];
}

/** Epoch milliseconds. A time without a zone is taken for UTC: what the logs say. */
export function time(text: string): number {
  const isDated = /^\d{4}-\d\d-\d\d/.test(text);
  const value = Date.parse(/T[^Z+-]*$/.test(text) ? `${text}Z` : text);
  if (!isDated || Number.isNaN(value)) {
    throw new InvalidArgumentError('It should be a time like 2026-03-01T09:30Z or a day like 2026-03-01.');
  }
  return value;
}
