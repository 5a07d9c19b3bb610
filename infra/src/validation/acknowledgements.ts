import type { WorkerEntry } from '@postconfirm/contract';
import { gradual } from '../config/rollout.ts';
import { workerUsing } from '../config/worker-using.ts';
import type { Deployment } from '../constructs/deployment.ts';
import { servicesOf } from '../services.ts';

/**
 * A finding of cdk-nag that is accepted. `rule` is its name, without partition, region and account where it holds an
 * ARN; `path` is the construct below the stack, as the finding names it.
 */
export type Acknowledgement = { rule: string; path: string; reason: string };

/** Every finding that is accepted of a stage, with the reason. One that its templates do not meet stops the synthesis. */
export const acknowledgements = (deployment: Deployment): Acknowledgement[] => [
  ...ofServices(deployment.workers),
  ...(gradual(deployment).size > 0 ? OF_ROLLOUTS : []),
  ...(deployment.config.pool.mode === 'create' ? OF_A_CREATED_POOL : []),
];

const ofServices = (workers: readonly WorkerEntry[]): Acknowledgement[] => [
  ...servicesOf(workers).map((service) => ({
    rule: 'AwsSolutions-IAM5[Resource::*]',
    path: `${service}/Role/DefaultPolicy/Resource`,
    reason:
      "X-Ray has no resources to name: PutTraceSegments and PutTelemetryRecords only work on *; nor has the account's quota: the reconciler's ses:GetSendQuota",
  })),
  {
    rule: 'AwsSolutions-IAM5[Resource::arn:ses:identity/*]',
    path: `${workerUsing('email', workers).name}/Role/DefaultPolicy/Resource`,
    reason:
      "SES's sandbox also asks for the recipient's identity, which nobody knows in advance; ses:FromAddress names the one sender",
  },
];

const OF_ROLLOUTS: Acknowledgement[] = [
  {
    rule: 'AwsSolutions-IAM5[Resource::*]',
    path: 'rollouts/Rights/Resource',
    reason: 'cloudwatch:DescribeAlarms must be allowed on *: with less, CloudWatch leaves alarms out of its answer',
  },
];

const OF_A_CREATED_POOL: Acknowledgement[] = [
  {
    rule: 'AwsSolutions-COG8',
    path: 'Pool/Resource',
    reason: 'the Plus plan costs money per user: whoever runs the pool decides, and nothing here needs it',
  },
  {
    rule: 'AwsSolutions-COG2',
    path: 'Pool/Resource',
    reason: "a second factor changes the sign-in of an application that is not this one's to change",
  },
];
