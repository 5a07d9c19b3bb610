import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import type { Edit } from './mutants.ts';

const ROOT = path.join(import.meta.dirname, '../..');

/** The text of an edit stands no longer, or not only once, in its file. */
export class StaleMutantError extends Error {
  override readonly name = 'StaleMutantError';
}

/** A module of this folder, and all that it imports, from sources that were edited. */
export async function mutated<M>(module: string, edits: readonly Edit[]): Promise<M> {
  const folder = await mkdtemp(path.join(tmpdir(), 'postconfirm-mutant-'));
  const outfile = path.join(folder, 'mutant.mjs');
  try {
    await build({
      entryPoints: [path.join(import.meta.dirname, module)],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node24',
      // Dependencies written for `require` find it here.
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      logLevel: 'silent',
      plugins: [edited(edits, module)],
    });
    return (await import(pathToFileURL(outfile).href)) as M;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function edited(edits: readonly Edit[], module: string): Plugin {
  const files = [...new Set(edits.map(({ file }) => path.join(ROOT, file)))];
  return {
    name: 'edited',
    setup({ onLoad, onEnd }) {
      const applied = new Set<string>();
      onLoad({ filter: /\.ts$/ }, (args) => {
        if (!files.includes(args.path)) return undefined;
        applied.add(args.path);
        const own = edits.filter(({ file }) => path.join(ROOT, file) === args.path);
        return { contents: own.reduce(replaced, readFileSync(args.path, 'utf8')), loader: 'ts' };
      });
      onEnd(() => {
        const unused = files.filter((file) => !applied.has(file));
        if (unused.length > 0) throw new StaleMutantError(`${module} does not use ${unused.join(', ')}.`);
      });
    },
  };
}

function replaced(text: string, { file, from, to }: Edit): string {
  const parts = text.split(from);
  if (parts.length === 2) return parts.join(to);
  throw new StaleMutantError(`${file} holds ${parts.length - 1} times: ${from}`);
}
