import { WORKERS } from '@postconfirm/contract';
import { type LogLine, logLines } from '../stage/log-lines.ts';
import type { Stage } from '../stage/stage.ts';

const SERVICES = ['trigger', ...WORKERS.map(({ name }) => name)];

/** What every function said about a user. Logs hold the sub and nothing else of a person. */
export async function userLogs(stage: Stage, sub: string, since: number): Promise<LogLine[]> {
  const pattern = `{ $.sub = "${sub}" }`;
  return (await Promise.all(SERVICES.map((service) => logLines(stage, service, { pattern, since })))).flat();
}
