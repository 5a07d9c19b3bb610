import { DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { liveTrigger } from '../stage/live-trigger.ts';
import { knownPool } from '../stage/pool-of.ts';
import type { Stage } from '../stage/stage.ts';

/** Whether the pool calls the stage's trigger. `unknown`: nobody said which pool, and the stage names none. */
export type PoolTrigger = 'attached' | 'detached' | 'unknown';

export async function poolTrigger(stage: Stage): Promise<PoolTrigger> {
  const pool = await knownPool(stage);
  if (pool === undefined) return 'unknown';
  const [{ UserPool }, trigger] = await Promise.all([
    stage.clients.cognito.send(new DescribeUserPoolCommand({ UserPoolId: pool })),
    liveTrigger(stage),
  ]);
  return UserPool?.LambdaConfig?.PostConfirmation === trigger ? 'attached' : 'detached';
}
