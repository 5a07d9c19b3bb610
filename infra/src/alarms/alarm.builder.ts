import type { Properties } from '../assembly.builder.ts';
import { physicalName } from '../names.ts';
import { firstCommand, shown, whatIsShown } from '../shown.builder.ts';

/** For tests: production's alarms by their names, without the stage's. */
export const alarms: ReadonlyMap<string, Properties> = new Map(
  shown(whatIsShown(), 'AWS::CloudWatch::Alarm').map((alarm) => [
    String(alarm['AlarmName']).replace(`${physicalName('prod')}-`, ''),
    alarm,
  ]),
);

export function alarm(name: string): Properties {
  const found = alarms.get(name);
  if (!found) throw new Error(`There is no alarm ${name}.`);
  return found;
}

export const firstOf = (name: string): string => firstCommand(alarm(name));

/** What an expression takes in: name, statistic and period of each metric by its id. */
export const takenIn = (name: string) =>
  Object.fromEntries(
    alarm(name)['Metrics'].flatMap(({ Id, MetricStat }: Properties) =>
      MetricStat ? [[Id, [MetricStat.Metric.MetricName, MetricStat.Stat, MetricStat.Period]]] : [],
    ),
  );

export const expression = (name: string): string =>
  alarm(name)['Metrics'].find(({ Expression }: Properties) => Expression)['Expression'];
