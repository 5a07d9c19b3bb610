import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildVariant } from './build-variant.ts';
import { type Started, start } from './environment.ts';
import { startCpuClock } from './kernel-time.ts';
import { type ClientName, runtimeClient } from './runtime-client.ts';
import { startServices } from './services.ts';
import { VARIANTS, type Variant } from './variants.ts';

export type WarmPlan = {
  rounds: number;
  /** Of each variant: what V8 optimizes differs from process to process. */
  processes: number;
  /** Invocations of one variant in one round, one after the other. */
  invocations: number;
  /** Invocations of each variant before the first round: V8 has optimized what it will. */
  warmUp: number;
  client: ClientName;
  variants: readonly string[];
};

/** CPU milliseconds of one invocation, a figure for each process and round. */
export type WarmMeasured = { variant: Variant; cpuMs: number[] };

/** All processes are alive at once; every round gives each a turn. */
export async function measureWarm(plan: WarmPlan, told: (what: string) => void): Promise<WarmMeasured[]> {
  const clock = await startCpuClock();
  const folder = await mkdtemp(path.join(tmpdir(), 'postconfirm-bench-'));
  const services = await startServices();
  const lanes: (WarmMeasured & { process: Started })[] = [];
  try {
    const client = await runtimeClient(plan.client);
    const chosen = VARIANTS.filter(({ name }) => plan.variants.includes(name));
    const built = await Promise.all(chosen.map((variant) => buildVariant(variant, folder)));
    for (let made = 1; made <= plan.processes; made += 1) {
      for (const one of built) {
        const process = await start(one, { services, clock, client });
        lanes.push({ variant: one.variant, process, cpuMs: [] });
        await invokeTimes(process, plan.warmUp);
      }
      told(`process ${made} of each variant is warm`);
    }
    for (let round = 1; round <= plan.rounds; round += 1) {
      for (const lane of lanes) lane.cpuMs.push(await cpuOfOne(lane.process, plan.invocations));
      told(`round ${round} of ${plan.rounds}`);
    }
    return chosen.map((variant) => ({
      variant,
      cpuMs: lanes.flatMap((lane) => (lane.variant === variant ? lane.cpuMs : [])),
    }));
  } finally {
    await Promise.all(lanes.map(({ process }) => process.kill()));
    clock.close();
    await services.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function invokeTimes(process: Started, times: number): Promise<void> {
  for (let done = 0; done < times; done += 1) await process.invoke();
}

async function cpuOfOne(process: Started, invocations: number): Promise<number> {
  const before = await process.cpuMs();
  await invokeTimes(process, invocations);
  return ((await process.cpuMs()) - before) / invocations;
}
