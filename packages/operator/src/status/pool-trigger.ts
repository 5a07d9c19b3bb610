import { DescribeUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { liveTrigger } from '../pool-trigger/live-trigger.ts';
import type { Stage } from '../stage/stage.ts';

/** Whether the pool calls the stage's trigger. `unknown`: nobody said which pool. */
export type PoolTrigger = 'attached' | 'detached' | 'unknown';

export async function poolTrigger(stage: Stage): Promise<PoolTrigger> {
  if (stage.userPoolId === undefined) return 'unknown';
  const [{ UserPool }, trigger] = await Promise.all([
    stage.clients.cognito.send(new DescribeUserPoolCommand({ UserPoolId: stage.userPoolId })),
    liveTrigger(stage),
  ]);
  return UserPool?.LambdaConfig?.PostConfirmation === trigger ? 'attached' : 'detached';
}
