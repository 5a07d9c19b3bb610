import { CONFIRMATION_QUEUES, MAX_RECEIVES, RETENTION_DAYS } from '@postconfirm/contract';
import { SIMULATED } from '../../simulation/settings.ts';
import type { Launch } from './launch.ts';
import { QUOTAS } from './quotas.ts';
import { peakOf } from './samples.ts';

/** How near something came to its end; from `NEAR` on it is told. */
export type Nearness = { what: string; reached: number; limit: number };

/** What became of the users; the first four are failures. */
export type Verdict = {
  /** Their trigger was throttled: in no queue and no log. */
  missed: number;
  /** Their message outlived its retention. */
  expired: number;
  deadLettered: number;
  /** Not done when nothing moved any more, or after 40 days. */
  unfinished: number;
  near: readonly Nearness[];
};

const NEAR = 0.5;

export function verdictOf(launch: Launch): Verdict {
  const { users, table, lanes, functions, samples } = launch;
  const deadLettered = CONFIRMATION_QUEUES.reduce((sum, lane) => sum + lanes[lane].deadLetters.size, 0);
  const expired = CONFIRMATION_QUEUES.reduce((sum, lane) => sum + lanes[lane].queue.tally.expired, 0);
  const waited = launch.plan.users - users.missed - Math.min(table.done.emails, table.done.records);
  const agedMs = RETENTION_DAYS * 86_400_000 - launch.plan.config.retry.agedMarginSeconds * 1000;
  const near = SIMULATED.flatMap(({ name, queue }): Nearness[] => [
    { what: `receives of a message of ${queue}`, reached: functions[name].receives, limit: MAX_RECEIVES[queue] },
    {
      what: `hours that a message of ${queue} waited`,
      reached: peakOf(samples, queue, 'oldestMs') / HOUR,
      limit: agedMs / HOUR,
    },
    { what: `messages of ${queue} in flight`, reached: peakOf(samples, queue, 'inFlight'), limit: QUOTAS.inFlight },
  ]);
  return {
    missed: users.missed,
    expired,
    deadLettered,
    unfinished: Math.max(0, waited - deadLettered - expired),
    near: near.filter(({ reached, limit }) => reached >= NEAR * limit),
  };
}

const HOUR = 3_600_000;

export const isLoss = ({ missed, expired, deadLettered, unfinished }: Verdict): boolean =>
  missed + expired + deadLettered + unfinished > 0;
