import { type CfnResource, Duration, Stack } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { CfnRolePolicy } from 'aws-cdk-lib/aws-iam';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { scaledSeconds } from '../config/derived.ts';
import type { Deployment } from './deployment.ts';
import type { Reconciler } from './reconciler.ts';

export const WATCH_MINUTES = 15;

/** As services/reconciler reads them. */
const TASKS = { watch: Duration.minutes(WATCH_MINUTES), report: Duration.days(1) };

type Pool = { id: string; arn: string };
type Beat = { rate: Duration; seconds: number; pool: Pool; reconciler: Reconciler };

/** What sends the reconciler to a pool, and lets it read there: it learns the pool from the schedule, so nothing points back. */
export class ReconcileSchedule extends Construct {
  constructor(scope: Construct, { config }: Deployment, { pool, reconciler }: { pool: Pool; reconciler: Reconciler }) {
    super(scope, 'reconcile');
    for (const [task, rate] of Object.entries(TASKS)) {
      this.#schedule(task, { seconds: scaledSeconds(config, rate.toSeconds()), rate, pool, reconciler });
    }
    new CfnRolePolicy(this, 'ReadPool', {
      roleName: reconciler.role.roleName,
      policyName: 'read-pool',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: ['cognito-idp:ListUsers', 'cognito-idp:DescribeUserPool'], Resource: pool.arn },
        ],
      },
    });
  }

  /** By hand, not by CDK's target: its permission would bear the stage in its id, and not name the account. */
  #schedule(task: string, { rate, seconds, pool, reconciler }: Beat): void {
    const { functionArn } = reconciler.alias;
    const input = RuleTargetInput.fromObject({ task, userPoolId: pool.id });
    const target = { bind: () => ({ arn: functionArn, input }) };
    const rule = new Rule(this, task, { schedule: Schedule.rate(rate), targets: [target] });
    (rule.node.defaultChild as CfnResource).addMetadata('postconfirm:everySeconds', seconds);
    new CfnPermission(this, `${task}-call`, {
      action: 'lambda:InvokeFunction',
      functionName: functionArn,
      principal: 'events.amazonaws.com',
      sourceArn: rule.ruleArn,
      sourceAccount: Stack.of(this).account,
    });
  }
}
