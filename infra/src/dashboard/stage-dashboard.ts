import { Duration } from 'aws-cdk-lib';
import { AlarmStatusWidget, Dashboard, type IAlarm, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Alarms } from '../alarms/alarms.ts';
import type { Deployment } from '../constructs/deployment.ts';
import { physicalName, queryName } from '../names.ts';
import { COLUMNS, widgetsOf } from './panel.ts';
import { sectionsOf } from './sections.ts';

/** One dashboard for a stage: what rings, and then the flow from a sign-up to what became of it. */
export class StageDashboard extends Construct {
  constructor(scope: Construct, deployment: Deployment, { alarms }: { alarms: Alarms }) {
    super(scope, 'dashboard');
    const { stage } = deployment;
    new Dashboard(this, 'Dashboard', {
      dashboardName: physicalName(stage),
      defaultInterval: Duration.days(1),
      widgets: [
        [guide(stage)],
        [alarmStatus('Alarms that wake somebody', alarms.of('now'))],
        [alarmStatus('Alarms for the morning', alarms.of('tomorrow'))],
        ...sectionsOf(deployment).flatMap(widgetsOf),
      ],
    });
  }
}

const guide = (stage: string) =>
  new TextWidget({
    markdown:
      `**${physicalName(stage)}**, from a sign-up above to what became of it below. What to do about an alarm: docs/operations.md. ` +
      `One user or one trace: the saved queries of Logs Insights in folder ${queryName(stage, '')}.`,
    width: COLUMNS,
    height: 1,
  });

/** Room for so many alarms in one line of the widget. */
const ALARMS_A_LINE = 8;

const alarmStatus = (title: string, alarms: IAlarm[]) =>
  new AlarmStatusWidget({
    title,
    alarms,
    width: COLUMNS,
    height: 1 + Math.ceil(alarms.length / ALARMS_A_LINE),
  });
