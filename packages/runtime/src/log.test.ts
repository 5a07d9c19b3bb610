import { METRIC_NAMESPACE } from '@postconfirm/contract';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { type LogFields, withLogContext } from './log.ts';
import { LOG_CATALOGUE, type LogCode } from './log-catalogue.ts';
import { aLog } from './log-lines.builder.ts';

const CODES = Object.keys(LOG_CATALOGUE) as LogCode[];

describe('createLog', () => {
  it.each(CODES)('writes %s as one JSON line with its level and text', (code) => {
    const { log, text, lines } = aLog();
    log(code, { detail: 'two\nlines \u2028 "quoted"' });
    expect(text().split('\n')).toHaveLength(2);
    expect(lines()[0]).toMatchObject({
      code,
      level: LOG_CATALOGUE[code].level,
      message: LOG_CATALOGUE[code].text,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      detail: 'two\nlines \u2028 "quoted"',
    });
  });

  it('counts a counted code in the embedded metric format', () => {
    const { log, lines } = aLog();
    log('EMAIL_SENT');
    expect(lines()[0]).toMatchObject({
      EMAIL_SENT: 1,
      FunctionName: 'postconfirm-test-worker',
      _aws: {
        Timestamp: expect.any(Number),
        CloudWatchMetrics: [
          {
            Namespace: METRIC_NAMESPACE,
            Dimensions: [['FunctionName']],
            Metrics: [{ Name: 'EMAIL_SENT', Unit: 'Count' }],
          },
        ],
      },
    });
  });

  it('gives the number and the unit where a code counts more than its line', () => {
    const { log, lines } = aLog();
    log('RECONCILE_MISSING', { count: 30 });
    log('DELIVERIES_HELD', { count: 0 });
    log('DOUBT_AGE', { count: 17 });
    expect(lines()).toMatchObject([
      { RECONCILE_MISSING: 30 },
      { DELIVERIES_HELD: 0 },
      { DOUBT_AGE: 17, _aws: { CloudWatchMetrics: [{ Metrics: [{ Name: 'DOUBT_AGE', Unit: 'Seconds' }] }] } },
    ]);
  });

  it('counts nothing for a code that is not counted', () => {
    const { log, lines } = aLog();
    log('ROUTED');
    expect(lines()[0]).not.toHaveProperty('_aws');
    expect(lines()[0]).not.toHaveProperty('ROUTED');
  });

  it('has no field for an address, a name, a userName, a token or a body', () => {
    expectTypeOf<
      Extract<keyof LogFields, 'email' | 'address' | 'name' | 'userName' | 'token' | 'body' | 'message'>
    >().toEqualTypeOf<never>();
    const { log, lines } = aLog();
    log('ENQUEUED', { sub: 's' });
    expect(Object.keys(lines()[0] ?? {}).sort()).toEqual(
      ['ENQUEUED', 'FunctionName', '_aws', 'code', 'level', 'message', 'sub', 'time'].sort(),
    );
  });
});

describe('withLogContext', () => {
  it('gives its fields to every line within, nested and after a wait', async () => {
    const { log, lines } = aLog();
    await withLogContext({ sub: 'outer', pool: 'p' }, async () => {
      await Promise.resolve();
      await withLogContext({ sub: 'inner' }, async () => {
        await Promise.resolve();
        log('MESSAGE_DONE');
      });
      log('MESSAGE_DONE', { kind: 'confirmed' });
    });
    log('MESSAGE_DONE');
    expect(lines().map(({ sub, pool, kind }) => [sub, pool, kind])).toEqual([
      ['inner', 'p', undefined],
      ['outer', 'p', 'confirmed'],
      [undefined, undefined, undefined],
    ]);
  });

  it('keeps the fields of messages apart that are processed side by side', async () => {
    const { log, lines } = aLog();
    const run = (sub: string, turns: number) =>
      withLogContext({ sub }, async () => {
        for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
        log('MESSAGE_DONE', { detail: sub });
      });
    await Promise.all([run('a', 5), run('b', 1), run('c', 3)]);
    expect(lines().map(({ sub, detail }) => [sub, detail])).toEqual([
      ['b', 'b'],
      ['c', 'c'],
      ['a', 'a'],
    ]);
  });
});
