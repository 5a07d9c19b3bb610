import { OperatorError } from '../operator-error.ts';
import type { Stage } from './stage.ts';

/** The pool that a command is about. */
export function poolOf({ userPoolId }: Stage): string {
  if (userPoolId === undefined) throw new OperatorError('usage', 'Name the user pool with --pool.');
  return userPoolId;
}
