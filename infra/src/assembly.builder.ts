import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WORKERS, type WorkerEntry } from '@postconfirm/contract';
import { built } from './built.builder.ts';
import { exampleConfig } from './config/example.builder.ts';
import type { Planned } from './config/planned.ts';
import { STAGES, type Stage } from './config/stage.ts';
import type { StageConfig } from './config/stage-config.ts';
import { serviceArtefacts } from './paths.ts';
import { SERVICES } from './services.ts';
import { type Assembly, STACKS, synthesize } from './synthesize.ts';

const synthesized = new Map<string, Promise<Assembly>>();

/**
 * For tests: an example stage synthesized from the services' artefacts, in a folder that is gone afterwards.
 * Once for each config, for all who ask: it is to be read only.
 */
export function temporaryAssembly(
  stage: Stage,
  config: StageConfig = exampleConfig(stage),
  workers: readonly WorkerEntry[] = WORKERS,
): Promise<Assembly> {
  const key = JSON.stringify([stage, config, workers]);
  const assembly = synthesized.get(key) ?? inTemporaryFolder({ stage, config, workers });
  synthesized.set(key, assembly);
  return assembly;
}

/** The same of every example stage. */
export async function everyStageAssembled(): Promise<Record<Stage, Assembly>> {
  const assembled = STAGES.map(async (stage) => [stage, await temporaryAssembly(stage)] as const);
  return Object.fromEntries(await Promise.all(assembled)) as Record<Stage, Assembly>;
}

async function inTemporaryFolder(planned: Planned): Promise<Assembly> {
  const outdir = await mkdtemp(path.join(tmpdir(), 'postconfirm-synth-'));
  try {
    // A worker that has no service yet is synthesized with the artefact of another.
    const added = planned.workers.filter(({ name }) => !SERVICES.includes(name));
    const artefacts = Object.fromEntries(added.map(({ name }) => [name, serviceArtefacts('fan-out')]));
    await built();
    return await synthesize({ ...planned, outdir, artefacts, bundle: false });
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

// biome-ignore lint/suspicious/noExplicitAny: a template's properties are asserted on, not relied on
export type Properties = Record<string, any>;

/** Properties of all resources of a type, by logical id, over all stacks. */
export function resourcesOf({ templates }: Assembly, type: string): Record<string, Properties> {
  const all = STACKS.flatMap((stack) => Object.entries(templates[stack].Resources));
  return Object.fromEntries(
    all.filter(([, resource]) => resource.Type === type).map(([id, resource]) => [id, resource.Properties ?? {}]),
  );
}

/** The properties of the one resource of a type for which `found` holds. */
export function resource(assembly: Assembly, type: string, found: (properties: Properties) => boolean): Properties {
  const [only, ...others] = Object.values(resourcesOf(assembly, type)).filter(found);
  if (!only || others.length > 0) throw new Error(`${only ? others.length + 1 : 0} resources of type ${type} found`);
  return only;
}
