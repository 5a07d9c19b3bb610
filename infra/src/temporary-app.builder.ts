import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WORKERS } from '@postconfirm/contract';
import { App } from 'aws-cdk-lib';
import { createApp } from './app.ts';
import { exampleConfig } from './config/example.builder.ts';
import type { Stage } from './config/stage.ts';
import type { StageInput } from './config/stage-config.ts';
import { serviceArtefacts } from './paths.ts';

/** For tests: what `use` finds in an app whose folder is gone afterwards. An app that is given no folder leaves one behind. */
export const inTemporaryApp = <T>(use: (app: App) => T): T =>
  inTemporaryFolder((outdir) => use(new App({ outdir, analyticsReporting: false })));

/** The same with the app of an example stage, its services built before. */
export const inTemporaryStage = <T>(stage: Stage, change: Partial<StageInput>, use: (app: App) => T): T =>
  inTemporaryFolder((outdir) => {
    const config = exampleConfig(stage, change);
    return use(createApp({ stage, config, workers: WORKERS, artefacts: serviceArtefacts }, outdir));
  });

function inTemporaryFolder<T>(use: (outdir: string) => T): T {
  const outdir = mkdtempSync(path.join(tmpdir(), 'postconfirm-app-'));
  try {
    return use(outdir);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
