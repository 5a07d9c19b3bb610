import type { WorkerEntry } from '@postconfirm/contract';
import { mostInvocations, sendIntervalMilliseconds } from './derived.ts';
import { numbersOf } from './numbers-of.ts';
import type { Planned } from './planned.ts';
import type { StageConfig, WorkerNumbers } from './stage-config.ts';

const MAX_UNWINDOWED_BATCH = 10;

/** Numbers of a worker that do not fit each other, or the rate of SES. */
export const workerMistakes = ({ config, workers }: Planned): string[] =>
  workers.flatMap((entry) => {
    const numbers = numbersOf(config, entry.name);
    const path = `workers.${entry.name}`;
    return [
      ...batchMistakes(path, numbers),
      ...pollerMistakes(path, numbers),
      ...pacingMistakes(path, numbers, { entry, config }),
    ];
  });

function batchMistakes(path: string, { batchSize, batchingWindowSeconds }: WorkerNumbers): string[] {
  if (batchSize <= MAX_UNWINDOWED_BATCH || batchingWindowSeconds > 0) return [];
  return [`${path}.batchingWindowSeconds should be at least 1 for a batchSize above ${MAX_UNWINDOWED_BATCH}.`];
}

function pollerMistakes(path: string, { maximumConcurrency, provisionedPollers: pollers }: WorkerNumbers): string[] {
  if (pollers === undefined) return [];
  const mistakes: string[] = [];
  if (maximumConcurrency !== undefined) {
    mistakes.push(
      `${path}.maximumConcurrency should be left out beside provisionedPollers: Lambda takes one of the two.`,
    );
  }
  if (pollers.minimum > pollers.maximum) {
    mistakes.push(`${path}.provisionedPollers.minimum should not be above provisionedPollers.maximum.`);
  }
  return mistakes;
}

/** Emails of a batch leave one after the other: those that find no time left cost a receive and a wait. */
function pacingMistakes(
  path: string,
  numbers: WorkerNumbers,
  { entry, config: { email } }: { entry: WorkerEntry; config: StageConfig },
): string[] {
  if (!entry.uses.includes('email')) return [];
  const environments = mostInvocations(numbers);
  const intervalSeconds = sendIntervalMilliseconds(email.sendsPerSecond, environments) / 1000;
  // Half of the timeout is left for SES and the table.
  const fitting = Math.floor(numbers.timeoutSeconds / 2 / intervalSeconds);
  if (numbers.batchSize <= fitting) return [];
  const pace = `${email.sendsPerSecond} email/s shared by ${environments} environments is one per ${intervalSeconds} s each`;
  if (fitting >= 1) return [`${path}.batchSize should be at most ${fitting}: ${pace}.`];
  const remedy = numbers.provisionedPollers
    ? 'provisionedPollers should be fewer, or maximumConcurrency in their place'
    : 'maximumConcurrency should be lower';
  return [`${path}.${remedy}: ${pace}, and a function has ${numbers.timeoutSeconds} s.`];
}
