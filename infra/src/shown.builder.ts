import { WORKERS, type WorkerEntry } from '@postconfirm/contract';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarms } from './alarms/alarms.ts';
import type { Properties } from './assembly.builder.ts';
import { exampleConfig } from './config/example.builder.ts';
import { StageDashboard } from './dashboard/stage-dashboard.ts';
import { inTemporaryApp } from './temporary-app.builder.ts';

/** Alarms and dashboard of stage `prod` alone: they name everything, and need nothing of it. */
export function whatIsShown(workers: readonly WorkerEntry[] = WORKERS): Template {
  const config = exampleConfig('prod');
  const env = { account: config.account, region: config.region };
  const deployment = { stage: 'prod', config, workers, artefacts: () => '' } as const;
  return inTemporaryApp((app) => {
    const stack = new Stack(app, 'shown', { env });
    new StageDashboard(stack, deployment, { alarms: new Alarms(stack, deployment, undefined) });
    return Template.fromStack(stack);
  });
}

/** Properties of all resources of a type. */
export const shown = (template: Template, type: string): Properties[] =>
  Object.values(template.findResources(type)).map(({ Properties: properties }) => properties);

/** The command that an alarm names to whoever it wakes up, without the region that it ends with. */
export function firstCommand({ AlarmDescription }: Properties): string {
  const [, first] = /^.+ First: (.+) --region eu-central-1$/.exec(AlarmDescription) ?? [];
  if (first === undefined) throw new Error(`No first command of a region: ${AlarmDescription}`);
  return first;
}

/** The widgets of the one dashboard; what CloudFormation would put in is called by its logical id. */
export function widgetsOn(template: Template): Properties[] {
  const [dashboard] = shown(template, 'AWS::CloudWatch::Dashboard');
  const parts = dashboard?.['DashboardBody']['Fn::Join'][1] as (string | Properties)[];
  const body = parts.map((part) => (typeof part === 'string' ? part : (part['Ref'] ?? part['Fn::GetAtt'][0]))).join('');
  return JSON.parse(body).widgets;
}
