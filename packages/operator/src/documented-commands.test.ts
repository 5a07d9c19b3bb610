import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { expect, it } from 'vitest';
import { createProgram } from './program.ts';
import { createTerminal } from './terminal/terminal.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

const program = createProgram({
  stage: () => {
    throw new Error('No command runs here.');
  },
  terminal: createTerminal({ input: process.stdin, out: process.stdout, err: process.stderr }),
  now: Date.now,
  interruptible: (work) => work(new AbortController().signal),
});

const lines = globSync(['*.md', 'docs/*.md', '{infra,packages,services}/**/README.md'], {
  cwd: ROOT,
  exclude: (name) => name === 'node_modules',
}).flatMap((file) =>
  readFileSync(path.join(ROOT, file), 'utf8')
    .split('\n')
    .map((line) => ({ file, line })),
);

/** A line from where the command begins to where a comment, a quote or another command does. */
const commandsIn = (line: string) =>
  [...line.matchAll(/npm run -s postconfirm -- ([^`#|]+)/g)].map(([, told = '']) => told.trim());

/** What the program does not know of what is typed: a command or an option. */
function unknownWords(told: string): string[] {
  const words = told.replaceAll(/'[^']*'|"[^"]*"/g, 'TEXT').split(/\s+/);
  const unknown: string[] = [];
  let command: Command = program;
  const known = () => [program, command].flatMap(({ options }) => options);
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word.startsWith('-')) {
      const option = known().find(({ long, short }) => long === word || short === word);
      if (!option && word !== '--help') unknown.push(word);
      if (option?.required || option?.optional) at += 1;
      continue;
    }
    const next = command.commands.find((one) => one.name() === word);
    if (next) command = next;
    else if (command.commands.length > 0 && /^[a-z]+$/.test(word)) unknown.push(word);
  }
  return unknown;
}

it('every command that a page shows exists, with its options', () => {
  const shown = lines.flatMap(({ file, line }) => commandsIn(line).map((told) => ({ file, told })));
  expect(shown.length).toBeGreaterThan(50);
  expect(shown.filter(({ told }) => unknownWords(told).length > 0)).toEqual([]);
});

it('notices a command, a subcommand and an option that there is not', () => {
  expect(unknownWords('--stage prod stauts')).toEqual(['stauts']);
  expect(unknownWords('dlq liste')).toEqual(['liste']);
  expect(unknownWords("dlq list --queue email --what 'x y'")).toEqual(['--what']);
});

it('every npm script that a page shows exists', () => {
  const shown = lines.flatMap(({ file, line }) =>
    [...line.matchAll(/npm run (?:-s )?([a-z][a-z:-]*)/g)].map(([, script = '']) => ({ file, script })),
  );
  expect(shown.length).toBeGreaterThan(50);
  expect(shown.filter(({ script }) => !(script in scripts))).toEqual([]);
});
