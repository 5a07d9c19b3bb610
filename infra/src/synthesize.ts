import { rm } from 'node:fs/promises';
import { WORKERS, type WorkerEntry } from '@postconfirm/contract';
import type { App } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { createApp } from './app.ts';
import { bundleServices, requireBundles } from './bundling/bundle.ts';
import { stageConfig } from './config/named-stage.ts';
import type { Stage } from './config/stage.ts';
import type { StageConfig } from './config/stage-config.ts';
import { physicalName } from './names.ts';
import { cloudAssembly, serviceArtefacts } from './paths.ts';
import { servicesOf } from './services.ts';
import type { Template } from './template.ts';
import { refuseLargeEnvironments } from './validation/environment-size.ts';
import { refuseRegionThatLacks } from './validation/region.ts';
import { ValidationError } from './validation/validation-error.ts';

type SynthesizeOptions = {
  stage: Stage;
  /** Where the cloud assembly is written; its former content is removed. Standard: `infra/cdk.out/<stage>`. */
  outdir?: string;
  /** Instead of the stage's own config. */
  config?: StageConfig;
  /** Instead of all workers that there are; a `config` is to be parsed with the same. */
  workers?: readonly WorkerEntry[];
  /** Folders of artefacts, by service, that lie elsewhere than where `bundleServices` puts them. */
  artefacts?: Readonly<Record<string, string>>;
  /** False when the artefacts of `bundleServices` are already there. */
  bundle?: boolean;
};

/** In the order in which they are deployed. */
export const STACKS = ['data', 'service', 'pool'] as const;

/** A synthesized stage. `outdir` also holds the assets that the functions' metadata `aws:asset:path` names. */
export type Assembly = {
  stage: Stage;
  config: StageConfig;
  outdir: string;
  templates: Record<(typeof STACKS)[number], Template>;
};

/** Bundles the services and writes a stage's templates. Throws a `ConfigError`, `BundleError` or `ValidationError`. */
export async function synthesize(options: SynthesizeOptions): Promise<Assembly> {
  const { stage, outdir = cloudAssembly(stage), workers = WORKERS, bundle = true } = options;
  const { config = stageConfig(stage, workers), artefacts: elsewhere = {} } = options;
  const artefacts = (service: string) => elsewhere[service] ?? serviceArtefacts(service);
  if (bundle) await bundleServices();
  requireBundles(servicesOf(workers), artefacts);
  await rm(outdir, { recursive: true, force: true });
  const assembly = synthesized(createApp({ stage, config, workers, artefacts }, outdir));
  const template = (stack: string): Template => assembly.getStackByName(physicalName(stage, stack)).template;
  const templates = { data: template('data'), service: template('service'), pool: template('pool') };
  refuseLargeEnvironments(templates.service);
  return { stage, config, outdir, templates };
}

/** CDK throws all findings of all validations in one error, of this name. */
function synthesized(app: App): CloudAssembly {
  try {
    return app.synth();
  } catch (cause) {
    if (!(cause instanceof Error) || cause.name !== 'ValidationFailed') throw cause;
    refuseRegionThatLacks(cause.message);
    throw new ValidationError(cause.message, { cause });
  }
}
