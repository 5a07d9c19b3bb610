import { DEAD_LETTER_REASONS, IDENTIFIER, WORKERS } from '@postconfirm/contract';
import { type Command, InvalidArgumentError } from 'commander';
import type { DeadLetterFilter } from '../dead-letters/dead-letter-filter.ts';
import { moment, timeSpan } from './option-values.ts';

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
    .option('--reason <reason>', 'that died for this reason, such as attempts; may be repeated', collectReason)
    .option('--worker <worker>', 'that died in this worker; may be repeated', collectWorker)
    .option('--user <sub>', 'about this user; may be repeated', collectSub)
    .option('--id <messageId>', 'with this message id; may be repeated', collect)
    .option('--older-than <time span>', 'that lie there for longer, such as 3d, 4h or 90m', timeSpan)
    .option('--newer-than <time span>', 'that lie there for less long', timeSpan)
    .option('--since <time>', 'that came since then, such as 2026-03-01T09:30Z', moment)
    .option('--until <time>', 'that came until then', moment);

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

const collect = (value: string, before: string[] = []): string[] => [...before, value];

const collectOf =
  (known: readonly string[]) =>
  (value: string, before: string[] = []): string[] => {
    if (!known.includes(value)) throw new InvalidArgumentError(`It should be one of ${known.join(', ')}.`);
    return [...before, value];
  };

/** What SQS itself moved has no reason of a worker's. */
export const collectReason = collectOf([...DEAD_LETTER_REASONS, 'redriven']);

export const collectWorker = collectOf(WORKERS.map(({ name }) => name));

/** An address in its place would be kept in plans, journals and audit records. */
export function collectSub(value: string, before: string[] = []): string[] {
  if (!IDENTIFIER.test(value)) throw new InvalidArgumentError('It should be a sub: `user show` finds it by address.');
  return [...before, value];
}
