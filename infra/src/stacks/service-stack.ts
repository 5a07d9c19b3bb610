import { Stack, type StackProps } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { Alarms } from '../alarms/alarms.ts';
import type { Deployment } from '../constructs/deployment.ts';
import { letUse } from '../constructs/key-use.ts';
import { Reconciler } from '../constructs/reconciler.ts';
import { rollOut } from '../constructs/rollouts.ts';
import { SesEvents } from '../constructs/ses-events.ts';
import { Trigger } from '../constructs/trigger.ts';
import { Worker } from '../constructs/worker.ts';
import { StageDashboard } from '../dashboard/stage-dashboard.ts';
import { physicalName } from '../names.ts';
import { SavedQueries } from '../queries/saved-queries.ts';
import type { DataStack } from './data-stack.ts';

/** Everything that computes: the functions, what feeds them, what SES reports, and what shows it all to people. */
export class ServiceStack extends Stack {
  readonly trigger: Trigger;
  readonly workers: readonly Worker[];
  readonly reconciler: Reconciler;

  constructor(scope: Construct, deployment: Deployment, props: StackProps & { data: DataStack }) {
    const { data, ...stackProps } = props;
    super(scope, physicalName(deployment.stage, 'service'), stackProps);
    const { queues, table } = data;
    this.trigger = new Trigger(this, deployment, queues);
    this.workers = deployment.workers.map((entry) => new Worker(this, entry, { deployment, queues, table }));
    this.reconciler = new Reconciler(this, deployment, { queues, table, trigger: this.trigger });
    const key = data.key && Key.fromKeyArn(this, 'Key', data.key.keyArn);
    if (key) for (const one of [this.trigger, ...this.workers, this.reconciler]) letUse(key, one);
    new SesEvents(this, deployment, { queues, key });
    const alarms = new Alarms(this, deployment, key);
    rollOut(this, deployment, { functions: [this.trigger, ...this.workers], guards: alarms.guards });
    new StageDashboard(this, deployment, { alarms });
    new SavedQueries(this, deployment);
  }
}
