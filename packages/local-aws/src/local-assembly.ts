import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleServices, synthesize } from '@postconfirm/infra';

export interface LocalAssembly {
  folder: string;
  remove(): Promise<void>;
}

/** The cloud assembly of stage `local`, freshly bundled and synthesized, in a folder that no other stack shares. */
export async function localAssembly(progress: (step: string) => void): Promise<LocalAssembly> {
  const folder = await mkdtemp(path.join(tmpdir(), 'postconfirm-assembly-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    progress('Bundling the functions');
    await bundleServices();
    progress('Synthesizing the template of stage local');
    await synthesize({ stage: 'local', outdir: folder, bundle: false });
    return { folder, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
