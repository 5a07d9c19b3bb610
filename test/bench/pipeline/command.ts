import { writeFile } from 'node:fs/promises';
import type { Stack } from '@postconfirm/local-aws';
import { Command } from 'commander';
import { cpuMs, requireCpuTime } from '../cpu-time.ts';
import { fileToWrite, positive } from '../option-values.ts';
import { machine } from '../trigger/machine.ts';
import { confirmAtOnce } from './crowd.ts';
import { type Figures, figuresOf } from './figures.ts';
import { growthPlot } from './growth-plot.ts';
import { printed } from './report.ts';
import { openAssembly, startSlowStack } from './slow-stack.ts';

const SERVICES = ['trigger', 'fan-out', 'email-worker', 'enrichment-worker'] as const;

/** CPU milliseconds per user by service; `this process` are the emulators, the gates and the pollers. */
type Cpu = Record<(typeof SERVICES)[number] | 'this process', number>;

export type PipelineRun = Figures & { environments: number; cpuMsPerUser: Cpu };

export type PipelineReport = { machine: string; latencyMs: number; runs: PipelineRun[] };

type Options = {
  users: number[];
  environments: number[];
  latencyMs: number;
  rounds: number;
  report?: string;
  plot?: string;
};

const numbers = (text: string): number[] => text.split(',').map(positive);

export const pipelineCommand = () =>
  new Command('pipeline')
    .description('Sign-ups through the whole local stack, with more and more processes per function.')
    .option('--users <list>', 'how many confirm at once', numbers, [1, 10, 100, 400])
    .option('--environments <list>', 'processes per function', numbers, [1, 2, 4, 8])
    .option('--latency-ms <n>', 'how long every service takes to answer', positive, 200)
    .option('--rounds <n>', 'how often all of it is run', positive, 3)
    .option('--report <file>', 'write the figures as JSON', fileToWrite)
    .option('--plot <file>', 'draw the growth as SVG', fileToWrite)
    .action(run);

async function run({ users, environments, latencyMs, rounds, report, plot }: Options): Promise<void> {
  requireCpuTime();
  const progress = (text: string) => console.error(text);
  const { folder, remove } = await openAssembly();
  const runs: PipelineRun[] = [];
  try {
    for (let round = 1; round <= rounds; round += 1) {
      for (const count of environments) {
        const stack = await startSlowStack(folder, { environments: count, latencyMs });
        try {
          await confirmAtOnce(stack, count * 10, limitMs(count * 10));
          for (const crowd of users) {
            const one = await measured(stack, { users: crowd, environments: count });
            progress(`${count} processes per function, ${crowd} users: ${one.perSecond.both.toFixed(1)}/s`);
            runs.push(one);
          }
        } finally {
          await stack.stop();
        }
      }
    }
  } finally {
    await remove();
  }
  const result: PipelineReport = { machine: machine(), latencyMs, runs };
  process.stdout.write(printed(result));
  if (report) await writeFile(report, `${JSON.stringify(result, undefined, 2)}\n`);
  if (plot) await writeFile(plot, growthPlot(result));
}

/** A pipeline that does less than one user a second is broken. */
const limitMs = (users: number) => 60_000 + users * 1_000;

async function measured(
  stack: Stack,
  { users, environments }: { users: number; environments: number },
): Promise<PipelineRun> {
  const before = cpuOf(stack);
  const courses = await confirmAtOnce(stack, users, limitMs(users));
  const after = cpuOf(stack);
  const cpuMsPerUser = Object.fromEntries(
    Object.entries(after).map(([name, ms]) => [name, (ms - before[name as keyof Cpu]) / users]),
  ) as Cpu;
  return { ...figuresOf(courses), environments, cpuMsPerUser };
}

function cpuOf({ functions }: Stack): Cpu {
  const own = process.cpuUsage();
  const services = SERVICES.map((service) => [
    service,
    functions.pids(service).reduce((sum, pid) => sum + cpuMs(pid), 0),
  ]);
  return { ...Object.fromEntries(services), 'this process': (own.user + own.system) / 1000 };
}
