import type { Stage } from './stage.ts';

/** A command of this tool, ready to be pasted, about the same stage and pool. */
export const commandLine = ({ options }: Pick<Stage, 'options'>, command: string): string =>
  ['npm run -s postconfirm --', ...options, command].join(' ');
