import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { synthesize } from '@postconfirm/infra';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the cloud assembly of stage `local`. */
    assembly: string;
  }
}

/** Vitest's global set-up: all files run on one synthesized template and the bundles that lie built. */
export default async function synthesizeOnce(project: TestProject): Promise<() => Promise<void>> {
  const outdir = await mkdtemp(path.join(tmpdir(), 'postconfirm-e2e-'));
  await synthesize({ stage: 'local', outdir, bundle: false });
  project.provide('assembly', outdir);
  return () => rm(outdir, { recursive: true, force: true });
}
