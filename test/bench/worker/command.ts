import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { requireCpuTime } from '../cpu-time.ts';
import { fileToWrite, positive } from '../option-values.ts';
import { machine } from '../trigger/machine.ts';
import { type Endurance, measureEndurance } from './endurance.ts';
import { type CpuByPackage, profileWorker } from './profile.ts';
import { printed } from './report.ts';
import { startServices } from './services.ts';
import { measureThroughput, type Plan, type Throughput } from './throughput.ts';
import { buildVariants } from './variant.ts';

export type WorkerReport = {
  machine: string;
  plan: Plan;
  throughput: Throughput[];
  endurance: Endurance;
  cpu: CpuByPackage;
};

/** `false`: left out. */
type Options = Plan & { endurance: number | false; profile: number | false; report?: string };

export const workerCommand = () =>
  new Command('worker')
    .description('Throughput, CPU and memory of the workers, beside Powertools and a worker written by hand.')
    .option('--rounds <n>', 'how often every variant runs', positive, 7)
    .option('--batches <n>', 'batches per run', positive, 30)
    .option('--batch-size <n>', 'messages per batch', positive, 10)
    .option('--latency-ms <n>', 'how long every service takes to answer', positive, 40)
    .option('--endurance <n>', 'messages of the memory test', positive, 100_000)
    .option('--no-endurance', 'leave the memory test out')
    .option('--profile <n>', 'messages of the CPU profile', positive, 5_000)
    .option('--no-profile', 'leave the CPU profile out')
    .option('--report <file>', 'write the figures as JSON', fileToWrite)
    .action(run);

async function run({ endurance, profile, report, ...plan }: Options): Promise<void> {
  requireCpuTime();
  const progress = (text: string) => console.error(text);
  progress('Bundling the variants');
  const { variants, ours, remove } = await buildVariants();
  const services = await startServices();
  try {
    const throughput = await measureThroughput(services, { variants, plan, progress });
    const cpu = profile === false ? [] : await profileWorker(services, { variant: ours, messages: profile });
    const marks = endurance === false ? [] : marksUpTo(endurance);
    const memory = await measureEndurance(services, { variant: ours, marks, progress });
    refuseDoubles(services.mailed);
    const result: WorkerReport = { machine: machine(), plan, throughput, endurance: memory, cpu };
    process.stdout.write(printed(result));
    if (report) await writeFile(report, `${JSON.stringify(result, null, 1)}\n`);
  } finally {
    await services.close();
    await remove();
  }
}

/** Looks at the memory after 1,000, after 10,000, and at the end. */
const marksUpTo = (end: number) => [...[1_000, 10_000].filter((mark) => mark < end), end];

function refuseDoubles(mailed: ReadonlyMap<string, number>): void {
  const twice = [...mailed.values()].filter((times) => times > 1).length;
  if (twice > 0) throw new Error(`${twice} people were mailed more than once: the figures are worth nothing.`);
}
