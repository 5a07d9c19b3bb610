import { type Capability, deadLetterQueueName, type WorkerEntry } from '@postconfirm/contract';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { codeMetric, lambdaMetric, queueMetric } from '../metrics.ts';
import { physicalName } from '../names.ts';
import type { Panel, Section } from './panel.ts';

/** A queue, what its worker makes of it, and what comes of that. */
export const workerSection = (stage: string, { name, queue, uses }: WorkerEntry): Section => {
  const functionName = physicalName(stage, name);
  return {
    heading: `Queue ${queue}, and ${name}`,
    panels: [
      waiting(stage, queue),
      age(stage, queue),
      outcomes(name, functionName),
      calls(name, functionName),
      ...uses.flatMap((capability) => effects(capability, functionName) ?? []),
    ],
  };
};

function waiting(stage: string, queue: string): Panel {
  const of = (metricName: string, name = queue) => queueMetric(metricName, physicalName(stage, name));
  return {
    title: `Messages of ${queue}`,
    unit: 'messages',
    metrics: {
      waiting: of('ApproximateNumberOfMessagesVisible'),
      'in flight': of('ApproximateNumberOfMessagesNotVisible'),
      'dead letters': of('ApproximateNumberOfMessagesVisible', deadLetterQueueName(queue)),
    },
  };
}

const age = (stage: string, queue: string): Panel => ({
  title: `Oldest message of ${queue} that was received less than three times`,
  unit: 'seconds',
  metrics: { age: queueMetric('ApproximateAgeOfOldestMessage', physicalName(stage, queue)) },
});

const outcomes = (name: string, functionName: string): Panel => ({
  title: `What ${name} made of messages`,
  unit: 'messages',
  metrics: counted(functionName, {
    done: 'MESSAGE_DONE',
    duplicate: 'MESSAGE_DUPLICATE',
    retry: 'MESSAGE_RETRY',
    'dead-lettered': 'MESSAGE_DEAD_LETTERED',
    failed: 'MESSAGE_FAILED',
  }),
});

const calls = (name: string, functionName: string): Panel => ({
  title: `Calls of ${name}`,
  unit: 'calls',
  metrics: {
    calls: lambdaMetric('Invocations', functionName),
    crashed: lambdaMetric('Errors', functionName),
    throttled: lambdaMetric('Throttles', functionName),
  },
});

/** What a capability is for, by the codes that it logs. */
const EFFECTS: Partial<Record<Capability, { title: string; unit: string; codes: Record<string, string> }>> = {
  'fan-out': {
    title: 'Copies',
    unit: 'messages',
    codes: { 'a queue refused': 'TARGET_REFUSED', 'for no queue': 'ROUTED_NOWHERE' },
  },
  email: {
    title: 'Emails',
    unit: 'emails',
    codes: {
      'SES took': 'EMAIL_SENT',
      'none for this user': 'EMAIL_SKIPPED',
      'SES refused': 'EMAIL_NOT_ACCEPTED',
      'account refused': 'SES_ACCOUNT_REFUSED',
      'in doubt': 'EMAIL_UNCERTAIN',
      held: 'EMAIL_HELD',
    },
  },
  sources: {
    title: 'Answers of external systems',
    unit: 'answers',
    codes: {
      stored: 'SOURCE_STORED',
      'not usable': 'SOURCE_FAILED',
      'given up': 'SOURCE_GIVEN_UP',
      'written back': 'WRITTEN_BACK',
      'not written back': 'WRITE_BACK_FAILED',
    },
  },
  events: {
    title: 'Events of SES',
    unit: 'events',
    codes: {
      recorded: 'EMAIL_EVENT_RECORDED',
      'second email': 'EMAIL_DUPLICATE_DETECTED',
      'of no delivery': 'EVENT_UNKNOWN_DELIVERY',
      'of others': 'EVENT_FOREIGN',
      'flow not recorded': 'EVENT_FLOW_FAILED',
    },
  },
};

function effects(capability: Capability, functionName: string): Panel | undefined {
  const effect = EFFECTS[capability];
  return effect && { title: effect.title, unit: effect.unit, metrics: counted(functionName, effect.codes) };
}

const counted = (functionName: string, codes: Record<string, string>): Record<string, Metric> =>
  Object.fromEntries(Object.entries(codes).map(([label, code]) => [label, codeMetric(code, functionName)]));
