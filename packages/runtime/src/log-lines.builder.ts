import type { DestinationStream } from 'pino';
import { createLog, type Log } from './log.ts';
import { LOG_CATALOGUE, type LogCode } from './log-catalogue.ts';

type Line = { code: LogCode; [field: string]: unknown };

/** A log like production's, whose lines are kept in memory. */
export function aLog(): { log: Log; text: () => string; lines: () => Line[]; codes: () => LogCode[] } {
  const written: string[] = [];
  const destination: DestinationStream = { write: (line) => written.push(line) };
  const lines = () => written.map((line) => JSON.parse(line) as Line);
  return {
    log: createLog({ functionName: 'postconfirm-test-worker', lines: LOG_CATALOGUE, destination }),
    text: () => written.join(''),
    lines,
    codes: () => lines().map(({ code }) => code),
  };
}
