import { writeFile } from 'node:fs/promises';
import { startStack } from '@postconfirm/local-aws';
import { Command, InvalidArgumentError } from 'commander';
import { requireCpuTime } from '../cpu-time.ts';
import { fileToWrite, positive } from '../option-values.ts';
import { tell } from '../tell.ts';
import { machine } from '../trigger/machine.ts';
import { type Spread, spreadOf } from '../trigger/statistics.ts';
import { type Replayed, replayOnce } from './replayed.ts';

/** Far above what it can do. */
const UNLIMITED = '100000/s';

type Figures = { rate: string } & Record<keyof Replayed, Spread>;

export type ReplayReport = { machine: string; messages: number; rounds: number; figures: Figures[] };

type Options = { messages: number; rates: string[]; rounds: number; report?: string };

export const replayCommand = () =>
  new Command('replay')
    .description('Speed, CPU and memory of `dlq replay` as a process of its own, with and without a rate.')
    .option('--messages <n>', 'dead letters per replay, enough for a rate', enoughForARate, 1_000)
    .option('--rates <list>', 'rates, such as 50/s,600/m', rates, [UNLIMITED, '200/s', '50/s'])
    .option('--rounds <n>', 'how often each rate is replayed', positive, 3)
    .option('--report <file>', 'write the figures as JSON', fileToWrite)
    .action(run);

/** Of fewer the report names no rate. */
const LEAST = 50;

function enoughForARate(text: string): number {
  const messages = positive(text);
  if (messages < LEAST)
    throw new InvalidArgumentError(`It should be at least ${LEAST}: fewer go at once, at any rate.`);
  return messages;
}

function rates(text: string): string[] {
  const list = text.split(',');
  const wrong = list.filter((one) => !/^[1-9]\d*\/[sm]$/.test(one));
  if (wrong.length > 0) throw new InvalidArgumentError(`${wrong.join(', ')}: rates are like 50/s or 600/m.`);
  return list;
}

async function run({ messages, rates, rounds, report }: Options): Promise<void> {
  requireCpuTime();
  const stack = await startStack({ onProgress: (step) => console.error(step) });
  const runs = new Map<string, Replayed[]>(rates.map((rate) => [rate, []]));
  try {
    // What is replayed stays on the queue: the worker's work is another bench's.
    await stack.mappings.pause('email-worker');
    for (let round = 1; round <= rounds; round += 1) {
      for (const [rate, done] of runs) {
        done.push(await replayOnce(stack, { messages, rate }));
        console.error(`Round ${round} of ${rounds}, ${rate}: ${done.at(-1)?.perSecond}/s`);
      }
    }
  } finally {
    await stack.stop();
  }
  const figures = [...runs].map(([rate, done]) => figuresOf(rate, done));
  const result: ReplayReport = { machine: machine(), messages, rounds, figures };
  process.stdout.write(`${result.machine}\n${figures.map(told).join('\n')}\n`);
  if (report) await writeFile(report, `${JSON.stringify(result, null, 1)}\n`);
}

function figuresOf(rate: string, runs: readonly Replayed[]): Figures {
  const of = (figure: keyof Replayed) => spreadOf(runs.map((run) => run[figure]));
  return {
    rate,
    perSecond: of('perSecond'),
    seconds: of('seconds'),
    cpuMsPerMessage: of('cpuMsPerMessage'),
    peakMegabytes: of('peakMegabytes'),
  };
}

const told = ({ rate, perSecond, seconds, cpuMsPerMessage, peakMegabytes }: Figures) =>
  `--rate ${rate === UNLIMITED ? 'without limit' : rate}: ${tell(perSecond, 1)}/s · ${tell(seconds, 1)} s in all · ${tell(cpuMsPerMessage)} ms of CPU per message · ${tell(peakMegabytes, 0)} MB at most`;
