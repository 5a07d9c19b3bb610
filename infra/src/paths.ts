import path from 'node:path';

/** The repository. */
export const ROOT = path.resolve(import.meta.dirname, '../..');

export const serviceEntry = (service: string) => path.join(ROOT, 'services', service, 'src/index.ts');

/** The folder that holds a service's artefact, `index.mjs`, beside its `metafile.json`. */
export const serviceArtefacts = (service: string) => path.join(ROOT, 'services', service, 'dist');

export const cloudAssembly = (stage: string) => path.join(ROOT, 'infra/cdk.out', stage);
