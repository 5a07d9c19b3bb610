import { minuteOf } from '../status/time-words.ts';
import type { Row } from '../terminal/terminal.ts';
import type { Recorded } from './read-audits.ts';

/** One line of `audit`: what holds nothing, or says no, is left out. */
export function auditRow({ startedAt, endedAt, ended = 'done', who, command, filter, counts, why }: Recorded): Row {
  return {
    at: minuteOf(startedAt),
    command,
    about: pairs(filter),
    end: endedAt === undefined ? 'none yet' : ended,
    counts: pairs(counts),
    // The account and the service of an ARN are the same in every line.
    who: who.split(':').at(-1) ?? who,
    why: why ?? '',
  };
}

const pairs = (of: Readonly<Record<string, unknown>> = {}): string =>
  Object.entries(of)
    .filter(([, value]) => saysSomething(value))
    .map(([name, value]) => `${name}=${wordOf(value)}`)
    .join(' ');

/** Whom a list of hundreds names, `--json` tells. */
function wordOf(value: unknown): string {
  if (Array.isArray(value)) return value.length > MOST_NAMED ? `(${value.length})` : value.join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const MOST_NAMED = 3;

const saysSomething = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== false && value !== 0 && value !== null && value !== undefined;
