import { expect, test } from 'vitest';
import { createRule, type WantedBeat } from './create-rule.ts';

const stack = { name: 'service', template: { Resources: {} }, assets: new Map<string, string>() };
const topic = 'arn:aws:sns:eu-central-1:000000000000:events';

function read(properties: Record<string, unknown>, metadata: Record<string, unknown> = {}): WantedBeat[] {
  const found: WantedBeat[] = [];
  createRule((beat) => found.push(beat))({ logicalId: 'Rule', properties, metadata, stack });
  return found;
}

const transformer = {
  InputPathsMap: { time: '$.time' },
  InputTemplate: '{"eventType":"Heartbeat","time":<time>}',
};

test('beats as often as the schedule says, with what the template makes of the event', () => {
  const [beat, ...others] = read({
    ScheduleExpression: 'rate(5 minutes)',
    Targets: [{ Arn: topic, InputTransformer: transformer }],
  });
  expect(others).toEqual([]);
  expect(beat).toMatchObject({ everySeconds: 300, targetArn: topic });
  expect(beat?.message(new Date(0))).toBe('{"eventType":"Heartbeat","time":"1970-01-01T00:00:00Z"}');
});

test('beats faster where the template of a faster stage says so', () => {
  const rule = { ScheduleExpression: 'rate(1 minute)', Targets: [{ Arn: topic }] };
  expect(read(rule, { 'postconfirm:everySeconds': 1 })).toMatchObject([{ everySeconds: 1 }]);
});

test('tells a function the constant that the rule names', () => {
  const Arn = 'arn:aws:lambda:eu-central-1:000000000000:function:reconciler:live';
  const [beat] = read({ ScheduleExpression: 'rate(1 day)', Targets: [{ Arn, Input: '{"report":true}' }] });
  expect(beat).toMatchObject({
    everySeconds: 86_400,
    ruleArn: 'arn:aws:events:eu-central-1:000000000000:rule/service-Rule',
    targetArn: Arn,
  });
  expect(beat?.message(new Date())).toBe('{"report":true}');
});

test('tells of the schedule when the rule says nothing else', () => {
  const [beat] = read({ ScheduleExpression: 'rate(1 minute)', Targets: [{ Arn: topic }] });
  expect(JSON.parse(beat?.message(new Date(0)) ?? '')).toMatchObject({
    'detail-type': 'Scheduled Event',
    time: '1970-01-01T00:00:00Z',
    resources: ['arn:aws:events:eu-central-1:000000000000:rule/service-Rule'],
  });
});

test('does not beat while it is disabled', () => {
  const rule = { ScheduleExpression: 'rate(1 minute)', Targets: [{ Arn: topic }] };
  expect(read({ ...rule, State: 'DISABLED' })).toEqual([]);
});

test.each([
  [{ ScheduleExpression: 'cron(0 12 * * ? *)' }, 'only rules with a rate are emulated'],
  [{ EventPattern: {} }, 'only rules with a rate are emulated'],
  [
    { ScheduleExpression: 'rate(1 hour)', Targets: [{ Arn: 'arn:aws:sqs:x' }] },
    'rules that target arn:aws:sqs:x are not emulated',
  ],
  [{ ScheduleExpression: 'rate(1 hour)', Targets: [{ Arn: topic, InputPath: '$.time' }] }, 'InputPath is not emulated'],
  [{ ScheduleExpression: 'rate(30 days)', Targets: [] }, 'only rates of up to 24 days'],
])('refuses %o, which it would not do as AWS does', (properties, message) => {
  expect(() => read(properties)).toThrow(message);
});
