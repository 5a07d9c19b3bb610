// node packages/operator/postconfirm.mjs <command>: runs src/main.ts in this process, from one bundle in place of hundreds of files.
// Plain JavaScript that imports next to nothing, for every command begins here. docs/adr/0017-the-command-in-one-bundle.md
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
// As deep below the root as src/, for main.ts finds .local/ from where it lies.
const folder = path.join(root, 'node_modules/.cache/operator');

/** What differs when a file is another than the one that was bundled; of the root's files. */
function stampOf(file) {
  const { mtimeMs, ctimeMs, size } = statSync(`${root}/${file}`);
  return `${mtimeMs} ${ctimeMs} ${size}`;
}

/** The bundle's entry, if it was made of the sources and of the install as they stand. */
function present() {
  try {
    const { entry, stamps } = JSON.parse(readFileSync(path.join(folder, 'bundle.json'), 'utf8'));
    statSync(path.join(folder, entry));
    return Object.entries(stamps).every(([file, stamp]) => stampOf(file) === stamp) ? entry : undefined;
  } catch {
    return undefined;
  }
}

async function bundled() {
  const { bundleOperator } = await import('./src/bundle-operator.ts');
  return bundleOperator({ root, folder, stampOf });
}

if (process.argv.includes('--debug')) process.setSourceMapsEnabled(true);
const entry = present() ?? (await bundled());
if (entry === undefined) process.exitCode = 1;
else await import(path.join(folder, entry));
