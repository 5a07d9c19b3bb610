import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type BuildFailure, type BuildOptions, build, type Metafile } from 'esbuild';
import { ROOT, serviceArtefacts, serviceEntry } from '../paths.ts';
import { SERVICES } from '../services.ts';
import { eventStreamsPlugin } from './event-streams-plugin.ts';
import { lambdaCredentialsPlugin } from './lambda-credentials-plugin.ts';
import { nodeBuiltinsPlugin } from './node-builtins-plugin.ts';
import { pinoPartsPlugin } from './pino-parts-plugin.ts';
import { sdkPartsPlugin } from './sdk-parts-plugin.ts';
import { sharedConfigPlugin } from './shared-config-plugin.ts';

/** A built service. `file` is the absolute path of the artefact that tests run and deployments ship. */
export type Bundle = { service: string; file: string; bytes: number; metafile: Metafile };

const ARTEFACT = 'index.mjs';

export class BundleError extends Error {
  override readonly name = 'BundleError';
}

/** Builds each service to `services/<name>/dist/index.mjs`. Throws a `BundleError` that names what could not be built. */
export function bundleServices(services: readonly string[] = SERVICES): Promise<Bundle[]> {
  return Promise.all(services.map(bundleService));
}

/** Throws a `BundleError` when a service was not built yet. */
export function requireBundles(services: readonly string[], artefacts: (service: string) => string): void {
  const missing = services.filter((service) => !existsSync(path.join(artefacts(service), ARTEFACT)));
  if (missing.length > 0) throw new BundleError(`Not built yet: ${missing.join(', ')}. Run: npm run build`);
}

async function bundleService(service: string): Promise<Bundle> {
  const entry = serviceEntry(service);
  if (!existsSync(entry)) throw new BundleError(`Service ${service} has no entry: ${entry} should export its handler`);
  const { code, sourceMap, metafile } = await bundleEntry(entry);
  const folder = serviceArtefacts(service);
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, ARTEFACT);
  await replace(`${file}.map`, sourceMap);
  await replace(path.join(folder, 'metafile.json'), JSON.stringify(metafile));
  await replace(file, code);
  return { service, file, bytes: Buffer.byteLength(code), metafile };
}

type BundledEntry = { code: string; sourceMap: string; metafile: Metafile };

/** Bundles one entry file in memory, as every service is bundled. */
export async function bundleEntry(entry: string): Promise<BundledEntry> {
  const result = await build({ ...BUNDLE_OPTIONS, entryPoints: [entry] }).catch((cause: BuildFailure) => {
    throw new BundleError(`${entry} can't be bundled:\n${cause.message}`, { cause });
  });
  refuseStaticImports(entry, result.metafile);
  const text = (ending: string) => result.outputFiles.find((output) => output.path.endsWith(ending))?.text ?? '';
  return { code: text('.mjs'), sourceMap: text('.map'), metafile: result.metafile };
}

/** Of every artefact. The benches switch parts of it off, to know their worth. */
export const BUNDLE_OPTIONS = {
  // The same bytes wherever the command was started.
  absWorkingDir: ROOT,
  outfile: ARTEFACT,
  write: false,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // The SDK's CommonJS builds cannot be tree-shaken.
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  sourcemap: 'external',
  metafile: true,
  logLevel: 'silent',
  plugins: [
    pinoPartsPlugin,
    nodeBuiltinsPlugin,
    lambdaCredentialsPlugin,
    sharedConfigPlugin,
    eventStreamsPlugin,
    sdkPartsPlugin,
  ],
} as const satisfies BuildOptions;

/** Nothing lies beside the artefact on Lambda: whatever it still imports would fail there, or load slowly. */
function refuseStaticImports(entry: string, metafile: Metafile): void {
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map((item) => item.path));
  if (imports.length > 0) throw new BundleError(`The bundle of ${entry} still imports ${imports.join(', ')}`);
}

/** Swaps the file in whole, and only when it changed: another process may be importing it at this moment. */
async function replace(file: string, content: string): Promise<void> {
  const present = await readFile(file, 'utf8').catch(() => undefined);
  if (present === content) return;
  const draft = `${file}.${process.pid}.${crypto.randomUUID()}`;
  await writeFile(draft, content);
  await rename(draft, file);
}
