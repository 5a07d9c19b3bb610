import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

type GeneratedFile = { file: string; content: string };

/** Writes files that are made from others; called with `--check` on the command line it names those that differ and fails. */
export function generated(files: readonly GeneratedFile[]): void {
  const stale = files.filter(({ file, content }) => !existsSync(file) || readFileSync(file, 'utf8') !== content);
  const names = stale.map(({ file }) => path.relative(process.cwd(), file)).join(', ');
  if (process.argv.includes('--check')) {
    if (stale.length === 0) return;
    console.error(`Not as its source says: ${names}. Run \`npm run generate\` and commit the result.`);
    process.exitCode = 1;
    return;
  }
  for (const { file, content } of stale) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  console.error(stale.length === 0 ? 'Generated files are up to date.' : `Written: ${names}`);
}
