import { readFileSync } from 'node:fs';
import path from 'node:path';
import { QUEUES, WORKERS } from '@postconfirm/contract';
import { describe, expect, it } from 'vitest';
import type { Properties } from '../assembly.builder.ts';
import { physicalName } from '../names.ts';
import { ROOT } from '../paths.ts';
import { shown, whatIsShown } from '../shown.builder.ts';

const page = readFileSync(path.join(ROOT, 'docs/operations.md'), 'utf8');
const alarms = new Map(
  shown(whatIsShown(), 'AWS::CloudWatch::Alarm').map((alarm) => [
    String(alarm['AlarmName']).replace(`${physicalName('prod')}-`, ''),
    alarm,
  ]),
);

const alarm = (name: string): Properties => alarms.get(name) ?? expect.unreachable(`There is no alarm ${name}.`);

/** The name of an alarm that every worker has, whichever it is of: `email-events-aging` is `<queue>-aging`. */
function ofAnyWorker(alarmName: string): string {
  const parts = WORKERS.flatMap(({ name, queue }) => [[queue, '<queue>'] as const, [name, '<worker>'] as const]);
  const [own] = parts
    .filter(([part]) => alarmName.startsWith(`${part}-`))
    .sort(([one], [other]) => other.length - one.length);
  return own ? alarmName.replace(own[0], own[1]) : alarmName;
}

/** What an expression takes in: name, statistic and period of each metric by its id. */
const takenIn = (name: string) =>
  Object.fromEntries(
    alarm(name)['Metrics'].flatMap(({ Id, MetricStat }: Properties) =>
      MetricStat ? [[Id, [MetricStat.Metric.MetricName, MetricStat.Stat, MetricStat.Period]]] : [],
    ),
  );

const expression = (name: string): string =>
  alarm(name)['Metrics'].find(({ Expression }: Properties) => Expression)['Expression'];

describe('an alarm', () => {
  it('is on the page of what to do, each of them', () => {
    expect(alarms.size).toBeGreaterThan(40);
    const isTold = (name: string) => page.includes(`\`${name}\``);
    expect([...alarms.keys()].filter((name) => !isTold(name) && !isTold(ofAnyWorker(name)))).toEqual([]);
  });

  it('says first whether it wakes somebody or waits for the morning, and the page says the same', () => {
    const [, list = ''] = page.split('wake somebody:');
    const [nightly = ''] = list.split('. Each');
    const woken = [...alarms].filter(([, { AlarmDescription }]) => /^Now: /.test(AlarmDescription));
    const others = [...alarms].filter(([, { AlarmDescription }]) => /^Tomorrow: /.test(AlarmDescription));
    expect(woken.length + others.length).toBe(alarms.size);
    const told = [...nightly.matchAll(/`([a-z-]+|<queue>-[a-z]+)`/g)].map(([, name]) => name);
    expect(new Set(told)).toEqual(new Set(woken.map(([name]) => ofAnyWorker(name))));
  });

  it('names a first command that the page runs, or one of AWS that is known', () => {
    const run = page.replaceAll('eu-central-1_aBcDeFgHi', 'POOL');
    const firsts = [...alarms.values()].map(({ AlarmDescription }) => AlarmDescription.split(' First: ')[1]);
    const unknown = firsts.filter((first) => {
      const own = /^npm run -s postconfirm -- --stage prod (?:--pool POOL )?(.+)$/.exec(first)?.[1];
      if (own === undefined) return !OF_AWS.some((known) => known.test(first));
      // The page runs it for one queue; it is the same for the others.
      return !run.includes(`postconfirm -- ${own.replace(/--queue .+/, '--queue email')}`);
    });
    expect(unknown).toEqual([]);
  });

  it('lasts no longer than CloudWatch looks back: a day, or seven in periods of an hour and more', () => {
    for (const [name, { Period, EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods, Metrics = [] }] of alarms) {
      const period = Period ?? Metrics.find(({ MetricStat }: Properties) => MetricStat).MetricStat.Period;
      expect(period * EvaluationPeriods, name).toBeLessThanOrEqual(period < 3600 ? 86_400 : 604_800);
      expect(DatapointsToAlarm, name).toBeLessThanOrEqual(EvaluationPeriods);
    }
  });
});

/**
 * The AWS command line's own reference: docs.aws.amazon.com/cli/latest/reference, `logs/tail`, `lambda/get-account-settings`,
 * `sesv2/get-account`, `events/list-rules`.
 */
const OF_AWS = [
  /^aws logs tail \/aws\/lambda\/[a-z-]+ --since 1h --filter-pattern '[^']+'$/,
  /^aws lambda get-account-settings$/,
  /^aws sesv2 get-account$/,
  /^aws events list-rules --name-prefix [a-z-]+$/,
];

describe.each(QUEUES)('queue %s', (queue) => {
  it('tells a person within an hour that nobody receives what lies there', () => {
    expect(expression(`${queue}-stalled`)).toBe('IF(visible > 0 AND FILL(received, 0) < 1, 1, 0)');
    expect(takenIn(`${queue}-stalled`)).toEqual({
      visible: ['ApproximateNumberOfMessagesVisible', 'Minimum', 300],
      received: ['NumberOfMessagesReceived', 'Sum', 300],
    });
    expect(alarm(`${queue}-stalled`)).toMatchObject({ Threshold: 1, EvaluationPeriods: 12 });
  });

  it('tells of dead letters that lie there for a week, however often somebody looked at them', () => {
    expect(takenIn(`${queue}-dlq-aging`)).toEqual({
      visible: ['ApproximateNumberOfMessagesVisible', 'Maximum', 86_400],
      inFlight: ['ApproximateNumberOfMessagesNotVisible', 'Maximum', 86_400],
    });
    expect(alarm(`${queue}-dlq-aging`)).toMatchObject({ Threshold: 1, EvaluationPeriods: 7 });
  });
});

it('the trigger is slow when a quarter of an hour breaks what sign-ups are promised', () => {
  expect(alarm('trigger-slow')).toMatchObject({
    Namespace: 'AWS/Lambda',
    MetricName: 'Duration',
    ExtendedStatistic: 'p99',
    Threshold: 3000,
    Period: 300,
    EvaluationPeriods: 3,
  });
});

it.each(WORKERS)('throttles of $name tell a person when they last', ({ name }) => {
  expect(alarm(`${name}-throttles`)).toMatchObject({ MetricName: 'Throttles', Period: 300, EvaluationPeriods: 3 });
});

it.each([
  ['send-quota', 'postconfirm', 'SES_QUOTA_USED', 80],
  ['send-rate', 'postconfirm', 'SES_RATE_PLANNED', 101],
  ['bounces', 'AWS/SES', 'Reputation.BounceRate', 0.02],
  ['complaints', 'AWS/SES', 'Reputation.ComplaintRate', 0.001],
])('SES is watched: %s', (name, Namespace, MetricName, Threshold) => {
  expect(alarm(name)).toMatchObject({ Namespace, MetricName, Threshold, Statistic: 'Maximum' });
});

it('emails without events tell a person, though the heartbeat goes on', () => {
  expect(expression('events-missing')).toBe('IF(FILL(sent, 0) > 0 AND FILL(events, 0) < 1, 1, 0)');
  expect(takenIn('events-missing')).toEqual({
    sent: ['EMAIL_SENT', 'Sum', 3600],
    events: ['EMAIL_EVENT_RECORDED', 'Sum', 3600],
  });
  expect(alarm('events-missing')).toMatchObject({ EvaluationPeriods: 12, DatapointsToAlarm: 2 });
});
