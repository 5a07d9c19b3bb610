import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../paths.ts';
import { type Statement, statementsOf } from './statement.ts';

/** Pages that tell people which policies to make. */
const PAGES = ['docs/security.md', 'docs/deploy.md'];

/** A policy that a page shows right below a paragraph that begins with its name: `Policy **read-only** is for …`. */
const POLICY = /^Policy \*\*([\w-]+)\*\*.*\n(?:.+\n)*\n```json\n([\s\S]*?)\n```$/gm;

/**
 * The policies that the documentation gives people, by name. It gives them for stage `prod`: `instead` says what stands in
 * place of a text of theirs, such as the account.
 */
export function documentedPolicies(instead: Readonly<Record<string, string>> = {}): Record<string, Statement[]> {
  const found = PAGES.flatMap((page) => [...readFileSync(path.join(ROOT, page), 'utf8').matchAll(POLICY)]);
  return Object.fromEntries(
    found.map(([, name = '', json = '']) => [name, statementsOf(JSON.parse(replaced(json, instead)))]),
  );
}

const replaced = (text: string, instead: Readonly<Record<string, string>>): string =>
  Object.entries(instead).reduce((changed, [part, other]) => changed.replaceAll(part, other), text);
