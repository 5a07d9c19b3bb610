import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type BuildResult, build, type Plugin, stop } from 'esbuild';

/** Another process may be about to load it. */
const KEPT_MS = 24 * 60 * 60 * 1000;

type Place = {
  root: string;
  /** Several processes may write here at once: a file's name says its content, and none ever changes. */
  folder: string;
  /** What differs when a file of the root is another than before. */
  stampOf: (file: string) => string;
};

/** Bundles the command; its entry's name, or `undefined` when esbuild has said what is wrong with the sources. */
export async function bundleOperator({ root, folder, stampOf }: Place): Promise<string | undefined> {
  const stamps: Record<string, string> = {};
  const stamp = (file: string) => {
    stamps[file] = stampOf(file);
  };
  for (const file of await besideSources(root)) stamp(file);
  const files = await bundle({ root, folder, loading: (file) => stamp(path.relative(root, file)) });
  if (files === undefined) return undefined;
  const entry = files.map((file) => path.basename(file.path)).find((name) => /^main-\w+\.mjs$/.test(name));
  if (entry === undefined) throw new Error('The command has no entry in its bundle');

  await mkdir(folder, { recursive: true });
  await Promise.all(files.map((file) => existsSync(file.path) || replace(file.path, file.contents)));
  await replace(path.join(folder, 'bundle.json'), JSON.stringify({ entry, stamps }));
  await removeOld(folder, entry);
  return entry;
}

/** What else a bundle depends on: how it is made, what is installed, and where the names of packages lead to. */
async function besideSources(root: string): Promise<string[]> {
  const packages = await readdir(path.join(root, 'packages'));
  return [
    'packages/operator/postconfirm.mjs',
    'packages/operator/src/bundle-operator.ts',
    'node_modules/.pnpm/lock.yaml',
    ...packages.map((name) => `packages/${name}/package.json`),
  ];
}

type Bundling = { root: string; folder: string; loading: (file: string) => void };

async function bundle({
  root,
  folder,
  loading,
}: Bundling): Promise<BuildResult<{ write: false }>['outputFiles'] | undefined> {
  try {
    const { outputFiles } = await build({
      absWorkingDir: root,
      entryPoints: ['packages/operator/src/main.ts'],
      outdir: folder,
      entryNames: '[name]-[hash]',
      outExtension: { '.js': '.mjs' },
      write: false,
      bundle: true,
      // What the SDK imports when it needs it (credential providers above all) is left to be loaded then.
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node24',
      // The SDK's CommonJS builds cannot be tree-shaken.
      mainFields: ['module', 'main'],
      banner: { js: COMMONJS },
      legalComments: 'none',
      sourcemap: true,
      sourcesContent: false,
      // The bundle depends on no file that is not stamped.
      tsconfigRaw: {},
      logLevel: 'error',
      plugins: [sourcesPlugin(loading), lateHttpPlugin],
    });
    return outputFiles;
  } catch (error) {
    // esbuild has told of a `BuildFailure` itself.
    if (error instanceof Error && 'errors' in error) return undefined;
    throw error;
  } finally {
    await stop();
  }
}

/** For packages that `require` Node's builtins. */
const COMMONJS = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** Tells of each source before it is read: whoever changes it afterwards changes what it was stamped with. */
const sourcesPlugin = (loading: (file: string) => void): Plugin => ({
  name: 'sources',
  setup({ onLoad }) {
    onLoad({ filter: /\.(ts|json)$/ }, (file) => {
      loading(file.path);
      return undefined;
    });
  },
});

/**
 * The SDK imports `node:http` when it first needs it, on the local stack. Node reads each of a builtin's names for that,
 * and the getter of `WebSocket` loads the whole of undici. Here it gets those that are no getters.
 */
const lateHttpPlugin: Plugin = {
  name: 'late-http',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:http$/ }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path, namespace: 'late-http' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'late-http' }, () => ({ contents: HTTP }));
  },
};

const HTTP_NAMES = Object.entries(Object.getOwnPropertyDescriptors(process.getBuiltinModule('node:http')))
  .filter(([, { get }]) => get === undefined)
  .map(([name]) => name);
const HTTP = `const http = process.getBuiltinModule('node:http');
export default http;
export const { ${HTTP_NAMES.join(', ')} } = http;`;

/** Swaps the file in whole. */
async function replace(file: string, content: string | Uint8Array): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, content);
  await rename(draft, file);
}

/** Takes away older entries. Their parts stay: a command that runs for hours may still load one, and they change with the install alone. */
async function removeOld(folder: string, entry: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith('main-') || name.startsWith(entry)) continue;
    const file = path.join(folder, name);
    // Another process that does the same may be first.
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (mtimeMs < Date.now() - KEPT_MS) await rm(file, { force: true });
  }
}
