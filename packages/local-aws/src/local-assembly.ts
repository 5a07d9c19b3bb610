import { bundleServices, synthesize } from '@postconfirm/infra';

/** Folder of the cloud assembly of stage `local`, freshly bundled and synthesized. */
export async function localAssembly(progress: (step: string) => void): Promise<string> {
  progress('Bundling the functions');
  await bundleServices();
  progress('Synthesizing the template of stage local');
  const { outdir } = await synthesize({ stage: 'local', bundle: false });
  return outdir;
}
