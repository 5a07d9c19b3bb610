import type { Bundle } from './bundle.ts';
import { contentsOf } from './bundle-contents.ts';

/** Below so many bytes in every bundle, a package is counted among the others. */
const SMALL = 2_000;

const kilobytes = (bytes: number) => (bytes === 0 ? '' : (bytes / 1000).toFixed(1));

/** Markdown: a column per service, a row per package, heaviest in the first column on top. */
export function bundleTable(bundles: readonly Bundle[]): string {
  const weighed = bundles.map((bundle) => ({ ...bundle, contents: contentsOf(bundle.metafile) }));
  const origins = [...new Set(weighed.flatMap(({ contents }) => [...contents.keys()]))];
  const bytesOf = (origin: string) => weighed.map(({ contents }) => contents.get(origin) ?? 0);
  const large = origins.filter((origin) => Math.max(...bytesOf(origin)) >= SMALL);
  const sorted = large.toSorted((a, b) => compare(bytesOf(b), bytesOf(a)));
  const rest = weighed.map(({ bytes, contents }) => bytes - sum(sorted.map((origin) => contents.get(origin) ?? 0)));
  const row = (name: string, bytes: readonly number[]) => `| ${[name, ...bytes.map(kilobytes)].join(' | ')} |`;
  return [
    `| kB | ${weighed.map(({ service }) => service).join(' | ')} |`,
    `| --- |${' ---: |'.repeat(weighed.length)}`,
    ...sorted.map((origin) => row(origin, bytesOf(origin))),
    row('all else', rest),
    row(
      '**together**',
      weighed.map(({ bytes }) => bytes),
    ),
  ].join('\n');
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** By the first column in which they differ. */
const compare = (a: readonly number[], b: readonly number[]) =>
  a.map((value, at) => value - (b[at] ?? 0)).find(Boolean) ?? 0;
