import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { whole } from '../whole.ts';
import { type Endurance, measureEndurance } from './endurance.ts';
import { type CpuByPackage, profileWorker } from './profile.ts';
import { printed } from './report.ts';
import { startServices } from './services.ts';
import { measureThroughput, type Plan, type Throughput } from './throughput.ts';
import { buildVariants } from './variant.ts';

export type WorkerReport = {
  node: string;
  cores: number;
  plan: Plan;
  throughput: Throughput[];
  /** By variant. */
  endurance: Endurance;
  cpu: CpuByPackage;
};

type Options = Plan & { endurance: number; profile: number; report?: string };

export const workerCommand = () =>
  new Command('worker')
    .description('Throughput, CPU and memory of the workers, beside Powertools and a worker written by hand.')
    .option('--rounds <n>', 'how often every variant runs', whole, 7)
    .option('--batches <n>', 'batches per run', whole, 30)
    .option('--batch-size <n>', 'messages per batch', whole, 10)
    .option('--latency-ms <n>', 'how long every service takes to answer', whole, 40)
    .option('--endurance <n>', 'messages of the memory test; 0 leaves it out', whole, 100_000)
    .option('--profile <n>', 'messages of the CPU profile; 0 leaves it out', whole, 5_000)
    .option('--report <file>', 'write the figures as JSON')
    .action(run);

async function run({ endurance, profile, report, ...plan }: Options): Promise<void> {
  const progress = (text: string) => void process.stderr.write(`${text}\n`);
  progress('Bundling the variants');
  const { variants, remove } = await buildVariants();
  const services = await startServices();
  const [ours] = variants;
  if (!ours) throw new Error('There is no variant.');
  try {
    const throughput = await measureThroughput(services, { variants, plan, progress });
    const cpu = profile > 0 ? await profileWorker(services, { variant: ours, messages: profile }) : [];
    const marks = [1_000, 10_000, endurance].filter(
      (mark, index, all) => mark <= endurance && all.indexOf(mark) === index,
    );
    const measured = endurance > 0 ? await measureEndurance(services, { variant: ours, marks, progress }) : [];
    refuseDoubles(services.mailed);
    const result: WorkerReport = {
      node: process.version,
      cores: availableParallelism(),
      plan,
      throughput,
      endurance: measured,
      cpu,
    };
    process.stdout.write(printed(result));
    if (report) await writeFile(report, `${JSON.stringify(result, undefined, 2)}\n`);
  } finally {
    await services.close();
    await remove();
  }
}

function refuseDoubles(mailed: ReadonlyMap<string, number>): void {
  const twice = [...mailed.values()].filter((times) => times > 1).length;
  if (twice > 0) throw new Error(`${twice} people were mailed more than once: the figures are worth nothing.`);
}
