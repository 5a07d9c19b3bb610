import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Built, buildVariant } from './build-variant.ts';
import { type ColdStart, coldStart } from './cold-start.ts';
import { compileCache } from './compile-cache.ts';
import type { Launch } from './environment.ts';
import { startCpuClock } from './kernel-time.ts';
import { type ClientName, runtimeClient } from './runtime-client.ts';
import { startServices } from './services.ts';
import { VARIANTS, type Variant } from './variants.ts';

export type ColdPlan = { rounds: number; client: ClientName; variants: readonly string[]; compileCache: boolean };

/** All cold starts of one variant, in the order of the rounds: `cached` with a compile cache that was seen to be hit. */
export type Measured = { variant: Variant; bytes: number; plain: ColdStart[]; cached: ColdStart[] };

/** Runs every variant once in each round, each time another one first, so that all meet the machine in the same moods. */
export async function measureCold(plan: ColdPlan, told: (what: string) => void): Promise<Measured[]> {
  const clock = await startCpuClock();
  const folder = await mkdtemp(path.join(tmpdir(), 'postconfirm-bench-'));
  const services = await startServices();
  try {
    const launch: Launch = { services, clock, client: await runtimeClient(plan.client) };
    const lanes = await lanesOf(plan, launch, folder);
    for (let round = 0; round < plan.rounds; round += 1) {
      for (const lane of rotated(lanes, round)) lane.starts.push(await coldStart(lane.built, lane.launch));
      told(`round ${round + 1} of ${plan.rounds}`);
    }
    return lanesByVariant(lanes);
  } finally {
    clock.close();
    await services.close();
    await rm(folder, { recursive: true, force: true });
  }
}

type Lane = { built: Built; launch: Launch; cached: boolean; starts: ColdStart[] };

async function lanesOf(plan: ColdPlan, launch: Launch, folder: string): Promise<Lane[]> {
  const lanes: Lane[] = [];
  for (const variant of VARIANTS.filter(({ name }) => plan.variants.includes(name))) {
    const built = await buildVariant(variant, folder);
    lanes.push({ built, launch, cached: false, starts: [] });
    if (!plan.compileCache) continue;
    const variables = await compileCache(built, launch);
    lanes.push({ built, launch: { ...launch, variables }, cached: true, starts: [] });
  }
  // What a first start alone pays, the disk's cache for one, belongs to nobody.
  for (const { built, launch } of lanes) await coldStart(built, launch);
  return lanes;
}

const rotated = <T>(list: readonly T[], by: number): T[] => {
  const at = by % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
};

function lanesByVariant(lanes: readonly Lane[]): Measured[] {
  return lanes
    .filter(({ cached }) => !cached)
    .map(({ built, starts }) => ({
      variant: built.variant,
      bytes: built.bytes,
      plain: starts,
      cached: lanes.find((lane) => lane.cached && lane.built === built)?.starts ?? [],
    }));
}
