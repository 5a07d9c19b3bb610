import type { Stage } from './stage.ts';

/** A command of this tool, ready to be pasted, about the same stage and pool. */
export const commandLine = ({ options }: Pick<Stage, 'options'>, command: string): string =>
  ['npm run -s postconfirm --', ...options, command].join(' ');

/** What to run after this, a command on a line. */
export const nextLines = (stage: Pick<Stage, 'options'>, commands: readonly string[]): string[] =>
  commands.map((command) => `Next: ${commandLine(stage, command)}`);
