import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../paths.ts';
import type { Bundle } from './bundle.ts';
import { bundleTable } from './bundle-table.ts';

/** The page that shows what each bundle is made of. */
export const BUNDLE_PAGE = path.join(ROOT, 'docs/bundles.md');

const START = '<!-- table -->\n';
const END = '\n<!-- end of table -->';

/** The page with the table of these bundles. */
export function bundlePage(bundles: readonly Bundle[]): string {
  const page = readFileSync(BUNDLE_PAGE, 'utf8');
  const [before, rest = ''] = page.split(START);
  return [before, START, bundleTable(bundles), END, rest.split(END)[1]].join('');
}

/** What the page says each bundle weighs together, in bytes, by service. */
export function bytesOnPage(): Map<string, number> {
  const lines = readFileSync(BUNDLE_PAGE, 'utf8').split('\n');
  const cells = (start: string) =>
    lines
      .find((line) => line.startsWith(start))
      ?.split('|')
      .slice(2, -1) ?? [];
  const together = cells('| **together** |');
  return new Map(cells('| kB |').map((service, at) => [service.trim(), Number(together[at]) * 1000]));
}
