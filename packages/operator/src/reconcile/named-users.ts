import { OperatorError } from '../operator-error.ts';
import { readText } from '../read-text.ts';
import type { PoolUser } from '../stage/pool-user.ts';
import { failuresIn, linesOf, triggerFailures } from './failure-lines.ts';
import type { UserDirectory } from './user-directory.ts';
import { type Named, parseUserList } from './user-list.ts';

/** Users whom files name. `failures`: when the trigger failed for them, where lines say so. `unknown`: how many the pool does not have. */
export type NamedUsers = { users: PoolUser[]; unknown: number; failures: ReadonlyMap<string, number> };

type Files = { fromLogs?: string; users?: string };

/** The users of a list, and those whom lines of the trigger's log name; undefined where no file was given. */
export async function namedUsers(
  directory: UserDirectory,
  files: Files,
  { pool, signal }: { pool: string; signal: AbortSignal },
): Promise<NamedUsers | undefined> {
  if (files.fromLogs === undefined && files.users === undefined) return undefined;
  const lines = files.fromLogs === undefined ? [] : linesOf(await read(files.fromLogs));
  const failures = failuresIn(triggerFailures(lines), pool);
  const listed = files.users === undefined ? [] : parseUserList(await read(files.users));
  const named: Named[] = [...[...failures.keys()].map((value) => ({ by: 'sub' as const, value })), ...listed];
  const found = new Map<string, PoolUser>();
  let unknown = 0;
  for (const { by, value } of named) {
    if (signal.aborted) throw new OperatorError('interrupted', 'Interrupted: nothing was done.');
    const user = await directory.find(by, value);
    if (user === undefined) unknown += 1;
    else found.set(user.sub, user);
  }
  return { users: [...found.values()], unknown, failures };
}

async function read(file: string): Promise<string> {
  return readText(file).catch(() => {
    throw new OperatorError('usage', `The file ${file} cannot be read.`);
  });
}
