import type { QueueName } from '@postconfirm/contract';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { MOST_AT_ONCE } from '../dead-letters/dead-letter-box.ts';
import { JOURNALS } from '../replay/journal.ts';
import { PREDICTION_KINDS, type PredictionKind } from '../replay/prediction.ts';
import { parseRate } from '../replay/rate.ts';
import { type FilterOptions, withFilter } from './dead-letter-options.ts';
import { positiveInteger, timeSpanOption } from './option-values.ts';
import { oneQueueOption } from './queue-option.ts';

export type ReplayOptions = FilterOptions & {
  queue?: QueueName;
  limit: number;
  max?: number;
  rate: number;
  canary: number;
  canaryTimeout: number;
  stopOnFailureRate?: number;
  evenIfStale?: boolean;
  again?: boolean;
  include?: PredictionKind[];
  dryRun?: true;
  save?: string;
  plan?: string;
  from?: string;
  why?: string;
  yes?: true;
  confirm?: string;
  resume?: string;
  cancel?: string;
  journal: string;
  json?: true;
};

type Name = keyof ReplayOptions;

const FILTER: Name[] = ['queue', 'reason', 'worker', 'user', 'id', 'olderThan', 'newerThan', 'since', 'until'];

/** What a saved plan says already: given beside it, it would be ignored. */
const SAID_BY_PLAN: Name[] = [...FILTER, 'limit', 'max', 'evenIfStale', 'again', 'include'];

const RUN: Name[] = ['rate', 'canary', 'canaryTimeout', 'stopOnFailureRate'];

/** What a journal says besides: a replay goes on as it began. */
const SAID_BY_JOURNAL: Name[] = [...SAID_BY_PLAN, ...RUN, 'plan', 'from', 'save', 'dryRun'];

/** All that `dlq replay` takes: which dead letters, what is planned, how it runs. */
export const withReplayOptions = (command: Command): Command =>
  withRunOptions(
    withFilter(command)
      .addOption(oneQueueOption())
      .option('--limit <n>', 'look at about so many at most', positiveInteger, MOST_AT_ONCE)
      .option('--from <file>', 'replay from a file of `dlq export` instead of the queue')
      .option('--max <n>', 'replay at most so many; those that SQS deletes first go first', positiveInteger)
      .option('--even-if-stale', 'send emails however old the confirmation is')
      .option('--again', 'replay also what was replayed five times and still died')
      .addOption(includeOption())
      .option('--dry-run', 'show the plan, and move nothing')
      .option('--save <file>', 'save the plan to a new file, and move nothing')
      .addOption(new Option('--plan <file>', 'run a saved plan, exactly').conflicts(SAID_BY_PLAN)),
  );

export const withRunOptions = (command: Command): Command =>
  command
    .option('--rate <rate>', 'how fast, such as 50/s or 600/m', rate, 10)
    .option('--canary <n>', 'replay so many first, and wait for what becomes of them', positiveInteger, 0)
    .addOption(timeSpanOption('--canary-timeout <time span>', 'how long to wait for them, such as 30s or 5m', '2m'))
    .option(
      '--stop-on-failure-rate <percent>',
      'stop when so many fail or come back dead, such as 10% (default: 100%)',
      percent,
    )
    .option('--why <text>', 'the reason; recorded, and asked for above 100')
    .option('--yes', 'agree to replay up to 100')
    .option('--confirm <text>', 'what would be typed to agree, such as "replay 1000"')
    .addOption(
      new Option('--resume <id>', 'go on with a replay that was interrupted, by its id or its journal').conflicts([
        ...SAID_BY_JOURNAL,
        'cancel',
      ]),
    )
    .addOption(
      new Option('--cancel <id>', 'end one: give back what it held, delete what has a copy').conflicts(SAID_BY_JOURNAL),
    )
    .option('--journal <folder>', 'where journals are kept', JOURNALS)
    .option('--json', 'one JSON object a line');

const includeOption = () =>
  new Option('--include <prediction>', 'replay also what would be left; may be repeated')
    .choices(PREDICTION_KINDS)
    .argParser((value: string, before: PredictionKind[] = []) => [...before, prediction(value)]);

function prediction(text: string): PredictionKind {
  const found = PREDICTION_KINDS.find((kind) => kind === text);
  if (found === undefined) throw new InvalidArgumentError(`It should be one of ${PREDICTION_KINDS.join(', ')}.`);
  return found;
}

function rate(text: string): number {
  const perSecond = parseRate(text);
  if (perSecond === undefined) throw new InvalidArgumentError('It should be a rate like 50/s or 600/m.');
  return perSecond;
}

function percent(text: string): number {
  const [, number] = /^([1-9][0-9]?|100)%?$/.exec(text) ?? [];
  if (number === undefined) throw new InvalidArgumentError('It should be a percentage like 10%.');
  return Number(number) / 100;
}
