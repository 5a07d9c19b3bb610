import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Deployment } from '../constructs/deployment.ts';
import { physicalName } from '../names.ts';
import type { AlarmSpec } from './alarm-spec.ts';
import { AlarmTopic } from './alarm-topic.ts';
import { queueAlarms } from './queue-alarms.ts';
import { reconcilerAlarms } from './reconciler-alarms.ts';
import { triggerAlarms } from './trigger-alarms.ts';
import { workerAlarms } from './worker-alarms.ts';

/** All alarms of a stage, and the topic that carries them to people when the stage names any. */
export class Alarms extends Construct {
  /** By service, those that guard its rollout. */
  readonly guards = new Map<string, Alarm[]>();

  constructor(scope: Construct, deployment: Deployment, key: IKey | undefined) {
    super(scope, 'alarms');
    const { stage, config, workers } = deployment;
    const action = config.alarmEmails.length > 0 ? new SnsAction(new AlarmTopic(this, deployment, key)) : undefined;
    const specs = [
      ...workers.flatMap((entry) => queueAlarms(stage, entry)),
      ...triggerAlarms(stage),
      ...reconcilerAlarms(deployment),
      ...workers.flatMap((entry) => workerAlarms(stage, entry)),
    ];
    for (const spec of specs) {
      const alarm = this.#alarm(physicalName(stage, spec.name), spec);
      if (action) alarm.addAlarmAction(action);
      if (spec.guards) this.guards.set(spec.guards, [...(this.guards.get(spec.guards) ?? []), alarm]);
    }
  }

  #alarm(alarmName: string, { name, metric, threshold = 1, silentMinutes, explanation }: AlarmSpec): Alarm {
    const { broke, impact, first } = explanation;
    const rings =
      silentMinutes === undefined
        ? { comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD, evaluationPeriods: 1 }
        : { comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD, evaluationPeriods: silentMinutes };
    return new Alarm(this, name, {
      alarmName,
      alarmDescription: `${broke} ${impact} First: ${first}`,
      metric,
      threshold,
      ...rings,
      // Lambda counts nothing while nothing runs.
      treatMissingData: silentMinutes === undefined ? TreatMissingData.NOT_BREACHING : TreatMissingData.BREACHING,
    });
  }
}
