import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Deployment } from '../constructs/deployment.ts';
import { physicalName } from '../names.ts';
import type { AlarmSpec, Urgency } from './alarm-spec.ts';
import { AlarmTopic } from './alarm-topic.ts';
import { emailAlarms } from './email-alarms.ts';
import { queueAlarms } from './queue-alarms.ts';
import { reconcilerAlarms } from './reconciler-alarms.ts';
import { triggerAlarms } from './trigger-alarms.ts';
import { workerAlarms } from './worker-alarms.ts';

/** All alarms of a stage, and the topic that carries them to people when the stage names any. */
export class Alarms extends Construct {
  /** By service, those that guard its rollout. */
  readonly guards = new Map<string, Alarm[]>();
  readonly #alarms: { urgency: Urgency; alarm: Alarm }[] = [];

  constructor(scope: Construct, deployment: Deployment, key: IKey | undefined) {
    super(scope, 'alarms');
    const { stage, config, workers } = deployment;
    const action = config.alarmEmails.length > 0 ? new SnsAction(new AlarmTopic(this, deployment, key)) : undefined;
    const specs = [
      ...workers.flatMap((entry) => queueAlarms(stage, entry)),
      ...triggerAlarms(stage),
      ...reconcilerAlarms(deployment),
      ...workers.flatMap((entry) => workerAlarms(stage, entry)),
      ...emailAlarms(deployment),
    ];
    for (const spec of specs) {
      const alarm = this.#alarm(deployment, spec);
      if (action) alarm.addAlarmAction(action);
      if (spec.guards) this.guards.set(spec.guards, [...(this.guards.get(spec.guards) ?? []), alarm]);
      this.#alarms.push({ urgency: spec.urgency, alarm });
    }
  }

  /** Those of one urgency, in the order of the flow. */
  of(urgency: Urgency): Alarm[] {
    return this.#alarms.filter((one) => one.urgency === urgency).map(({ alarm }) => alarm);
  }

  #alarm({ stage, config }: Deployment, spec: AlarmSpec): Alarm {
    const { broke, impact, first } = spec.explanation;
    return new Alarm(this, spec.name, {
      alarmName: physicalName(stage, spec.name),
      // Both command lines take the region at the end: whoever is woken up pastes the command as it is.
      alarmDescription: `${URGENCY[spec.urgency]} ${broke} ${impact} First: ${first} --region ${config.region}`,
      metric: spec.metric,
      threshold: spec.threshold ?? 1,
      ...(spec.silentMinutes === undefined ? ringsAbove(spec) : ringsInSilence(spec.silentMinutes)),
    });
  }
}

/** docs/operations.md shows how a subscription chooses by these. */
const URGENCY: Record<Urgency, string> = { now: 'Now:', tomorrow: 'Tomorrow:' };

const ringsAbove = ({ lasting = { periods: 1 } }: AlarmSpec) => ({
  comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  evaluationPeriods: lasting.of ?? lasting.periods,
  ...(lasting.of && { datapointsToAlarm: lasting.periods }),
  // Lambda counts nothing while nothing runs.
  treatMissingData: TreatMissingData.NOT_BREACHING,
});

const ringsInSilence = (minutes: number) => ({
  comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
  evaluationPeriods: minutes,
  treatMissingData: TreatMissingData.BREACHING,
});
