import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The repository. */
export const ROOT = path.resolve(import.meta.dirname, '../../..');

/** A test that a page names: `test` as its file writes it, with one of its rows after the arrow ` › `. */
export type NamedTest = { file: string; test: string };

/** For tests of pages: whether the file has a test of that name, and a row of that name where one is named. */
export function isThere({ file, test }: NamedTest): boolean {
  const source = existsSync(path.join(ROOT, file)) ? readFileSync(path.join(ROOT, file), 'utf8') : '';
  return test
    .split(' › ')
    .every((text) => [`'${text}'`, `"${text}"`, `\`${text}\``].some((one) => source.includes(one)));
}
