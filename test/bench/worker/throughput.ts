import { type Spread, spreadOf } from '../trigger/statistics.ts';
import { newBatch } from './batch.ts';
import { variables } from './environment.ts';
import type { Services } from './services.ts';
import type { Variant } from './variant.ts';
import { startWorker, type WorkerProcess } from './worker-process.ts';

export type Plan = { rounds: number; batches: number; batchSize: number; latencyMs: number };

/** One run: messages per second of wall time, and per second of the process's CPU. */
type Run = { perSecond: number; perCpuSecond: number };

export type Throughput = {
  name: string;
  says: string;
  perSecond: Spread;
  perCpuSecond: Spread;
  /** Against a batch that takes its injected latencies and nothing more. */
  ofIdeal: Spread;
};

type Contender = { variant: Variant; worker: WorkerProcess; runs: Run[] };

/** Rounds in which every variant runs once, in another order each time: a machine that gets slower meets them all. */
export async function measureThroughput(
  services: Services,
  { variants, plan, progress }: { variants: readonly Variant[]; plan: Plan; progress: (text: string) => void },
): Promise<Throughput[]> {
  services.latencyMs = plan.latencyMs;
  const contenders: Contender[] = [];
  for (const variant of variants) {
    const worker = await startWorker(variant, { variables: variables(services) });
    contenders.push({ variant, worker, runs: [] });
  }
  for (const { worker } of contenders) await run(worker, plan);
  for (let round = 0; round < plan.rounds; round += 1) {
    progress(`Round ${round + 1} of ${plan.rounds}`);
    for (const contender of rotated(contenders, round)) contender.runs.push(await run(contender.worker, plan));
  }
  for (const { variant, worker } of contenders) {
    const expected = (plan.rounds + 1) * plan.batches * plan.batchSize;
    if (worker.done() !== expected) throw new Error(`${variant.name} did ${worker.done()} of ${expected} messages`);
    await worker.end();
  }
  return contenders.map((contender) => summary(contender, plan));
}

const rotated = <T>(all: readonly T[], by: number): T[] => [
  ...all.slice(by % all.length),
  ...all.slice(0, by % all.length),
];

async function run(worker: WorkerProcess, { batches, batchSize }: Plan): Promise<Run> {
  const events = Array.from({ length: batches }, () => newBatch(batchSize));
  const [begun, cpuBefore] = [performance.now(), worker.cpuMs()];
  for (const event of events) await worker.handle(event);
  const messages = batches * batchSize;
  return {
    perSecond: (messages / (performance.now() - begun)) * 1000,
    perCpuSecond: (messages / (worker.cpuMs() - cpuBefore)) * 1000,
  };
}

function summary({ variant, runs }: Contender, { batchSize, latencyMs }: Plan): Throughput {
  const ideal = (batchSize / (variant.hops * latencyMs)) * 1000;
  const of = (figure: (run: Run) => number) => spreadOf(runs.map(figure));
  return {
    name: variant.name,
    says: variant.says,
    perSecond: of(({ perSecond }) => perSecond),
    perCpuSecond: of(({ perCpuSecond }) => perCpuSecond),
    ofIdeal: of(({ perSecond }) => perSecond / ideal),
  };
}
