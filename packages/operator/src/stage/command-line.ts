import type { Stage } from './stage.ts';

/** A command of this tool, ready to be pasted, about the same stage and pool. */
export function commandLine({ name, userPoolId }: Pick<Stage, 'name' | 'userPoolId'>, command: string): string {
  const pool = userPoolId === undefined ? [] : [`--pool ${userPoolId}`];
  const where = name === 'local' ? [] : [`--stage ${name}`, ...pool];
  return ['npm run -s postconfirm --', ...where, command].join(' ');
}
