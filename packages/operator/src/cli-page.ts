import type { Command } from 'commander';
import { EXIT_CODES } from './exit-code.ts';

/** `docs/cli.md`: the help of every command, from the very definitions that run. */
export function cliPage(program: Command): string {
  const codes = Object.values(EXIT_CODES).map(({ code, says }) => `| ${code} | ${says} |`);
  return [
    '# The command postconfirm',
    '',
    'Generated from the command by `npm run generate`. Called as `npm run -s postconfirm -- …` in the repository.',
    '',
    ...['| exit code | means |', '| --- | --- |', ...codes, ''],
    ...helpOf(program, []),
  ].join('\n');
}

function helpOf(command: Command, parents: readonly string[]): string[] {
  const names = [...parents, command.name()];
  const own = [`## ${names.join(' ')}`, '', '```', fullHelp(command).trimEnd(), '```', ''];
  return [...own, ...command.commands.flatMap((one) => helpOf(one, names))];
}

/** With the examples, which commander prints after the help itself. */
function fullHelp(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => 100 });
  command.outputHelp();
  return text;
}
