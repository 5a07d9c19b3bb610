import { CfnOutput, type Stack } from 'aws-cdk-lib';
import { type IUserPool, UserPool } from 'aws-cdk-lib/aws-cognito';
import { postconfirm } from '../alarms/first-command.ts';
import type { Stage } from '../config/stage.ts';

/** Whose pool it is that is named here: not the stage's, so nothing of it is changed by a deployment. */
type NamedPool = { stage: Stage; id: string; triggerArn: string };

/** A pool that others own, and how it comes to call the trigger: by a command, or by whatever made the pool. */
export function existingPool(stack: Stack, { stage, id, triggerArn }: NamedPool): IUserPool {
  new CfnOutput(stack, 'TriggerArn', {
    value: triggerArn,
    description: 'What the pool is to call after a confirmation',
  });
  new CfnOutput(stack, 'Next', {
    value: postconfirm(stage, `--region ${stack.region} attach`),
    description: 'Lets the pool call it',
  });
  return UserPool.fromUserPoolId(stack, 'Pool', id);
}
