import { DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { poolOf } from './pool-of.ts';
import type { Stage } from './stage.ts';

/** The pool that a command is about, after Cognito has shown it: nothing is written about a pool that is not there. */
export async function seenPool(stage: Stage): Promise<string> {
  const pool = await poolOf(stage);
  await stage.clients.cognito.send(new DescribeUserPoolCommand({ UserPoolId: pool }));
  return pool;
}
