import { readFileSync } from 'node:fs';
import path from 'node:path';
import { WORKERS } from '@postconfirm/contract';
import { describe, expect, it } from 'vitest';
import type { Properties } from '../assembly.builder.ts';
import { ROOT } from '../paths.ts';
import { firstCommand } from '../shown.builder.ts';
import { alarms } from './alarm.builder.ts';

const page = readFileSync(path.join(ROOT, 'docs/operations.md'), 'utf8');

/** The name of an alarm that every worker has, whichever it is of: `email-events-aging` is `<queue>-aging`. */
function ofAnyWorker(alarmName: string): string {
  const parts = WORKERS.flatMap(({ name, queue }) => [[queue, '<queue>'] as const, [name, '<worker>'] as const]);
  const [own] = parts
    .filter(([part]) => alarmName.startsWith(`${part}-`))
    .sort(([one], [other]) => other.length - one.length);
  return own ? alarmName.replace(own[0], own[1]) : alarmName;
}

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

  it('names a first command, with its region, that the page runs or AWS knows', () => {
    const unknown = [...alarms.values()].map(firstCommand).filter((first) => {
      const own = /^npm run -s postconfirm -- --stage prod (.+)$/.exec(first)?.[1];
      if (own === undefined) return !OF_AWS.some((known) => known.test(first));
      // The page runs it for one queue; it is the same for the others.
      return !page.includes(`postconfirm -- ${own.replace(/--queue .+/, '--queue email')}`);
    });
    expect(unknown).toEqual([]);
  });

  it('reaches a person', () => {
    for (const [name, { AlarmActions }] of alarms) expect(AlarmActions, name).toHaveLength(1);
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
 * `lambda/get-function-concurrency`,
 * `sesv2/get-account`, `events/list-rules`.
 */
const OF_AWS = [
  /^aws logs tail \/aws\/lambda\/[a-z-]+ --since 1d --filter-pattern '[^']+'$/,
  /^aws lambda get-account-settings$/,
  /^aws lambda get-function-concurrency --function-name [a-z-]+$/,
  /^aws sesv2 get-account$/,
  /^aws events list-rules --name-prefix [a-z-]+$/,
];
