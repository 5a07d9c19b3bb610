import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BUNDLE_OPTIONS } from '@postconfirm/infra';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import type { Variant } from './variants.ts';

/** A variant as Lambda would unpack it: `folder` holds `index.mjs`, or `index.js` where it is CommonJS. */
export type Built = { variant: Variant; folder: string; file: string; bytes: number };

export async function buildVariant(variant: Variant, into: string): Promise<Built> {
  const folder = path.join(into, variant.name);
  await mkdir(folder, { recursive: true });
  const { code, name } = await (variant.bundling === 'ours' ? asOurs(variant) : plainly(variant));
  const file = path.join(folder, name);
  await writeFile(file, code);
  // Our own runtime client loads nothing else; AWS's takes index.js.
  if (name !== 'index.mjs') await writeFile(path.join(folder, 'index.mjs'), `export { handler } from './${name}';`);
  return { variant, folder, file, bytes: Buffer.byteLength(code) };
}

/** The options of AWS's "Deploy transpiled TypeScript code in Lambda", for today's Node. */
const PLAIN: BuildOptions = { bundle: true, minify: true, platform: 'node', target: 'node24', write: false };

/** In an ES module CommonJS packages need a `require`, as everybody's banner gives it; infra's builtins plugin spares it. */
const BANNER = {
  js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
};

async function plainly({ entry, bundling }: Variant) {
  const isModule = bundling === 'plain-module';
  const options: BuildOptions = isModule ? { ...PLAIN, format: 'esm', banner: BANNER } : PLAIN;
  const { outputFiles = [] } = await build({ ...options, entryPoints: [entry] });
  return { code: outputFiles[0]?.text ?? '', name: isModule ? 'index.mjs' : 'index.js' };
}

async function asOurs({ entry, without, mainFields, instead = {} }: Variant) {
  const plugins: Plugin[] = BUNDLE_OPTIONS.plugins.filter(({ name }) => name !== without);
  if (without !== undefined && plugins.length === BUNDLE_OPTIONS.plugins.length) {
    throw new Error(`There is no esbuild plugin ${without} to switch off.`);
  }
  const { outputFiles } = await build({
    ...BUNDLE_OPTIONS,
    entryPoints: [entry],
    plugins: [standIns(instead), ...plugins],
    ...(mainFields && { mainFields }),
    ...(without === 'node-builtins' && { banner: BANNER }),
  });
  return { code: outputFiles.find((file) => file.path.endsWith('.mjs'))?.text ?? '', name: 'index.mjs' };
}

const standIns = (instead: Record<string, string>): Plugin => ({
  name: 'stand-ins',
  setup(build) {
    for (const [module, file] of Object.entries(instead)) {
      build.onResolve({ filter: new RegExp(`^${module}$`) }, () => ({ path: file }));
    }
  },
});
