import { OperatorError } from '../operator-error.ts';
import { permittedPools } from './live-trigger.ts';
import type { Stage } from './stage.ts';

/**
 * The pool that a command is about: the one that was named, or else the one that the stage lets call its trigger.
 * @throws OperatorError `usage` where that is not one.
 */
export async function poolOf(stage: Stage): Promise<string> {
  const pool = await knownPool(stage);
  if (pool === undefined) throw new OperatorError('usage', 'Name the user pool with --pool.');
  return pool;
}

/** The same; undefined where the stage lets no pool call its trigger, or more than one. */
export async function knownPool(stage: Stage): Promise<string | undefined> {
  if (stage.userPoolId !== undefined) return stage.userPoolId;
  const [arn, ...others] = await permittedPools(stage);
  return others.length === 0 ? arn?.split(':userpool/')[1] : undefined;
}
