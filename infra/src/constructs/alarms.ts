import { deadLetterQueueName, QUEUES, type QueueName, RETENTION_DAYS } from '@postconfirm/contract';
import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct } from 'constructs';
import { METRIC_NAMESPACE, physicalName } from '../names.ts';
import { AlarmTopic } from './alarm-topic.ts';
import type { Deployment } from './deployment.ts';

/** What the person reads who is woken up: what broke, what it means for users, the first command to run. */
type Explanation = { broke: string; impact: string; first: string };

/** All alarms of a stage, and the topic that carries them to people when the stage names any. */
export class Alarms extends Construct {
  readonly #stage: Deployment['stage'];
  readonly #action: SnsAction | undefined;

  constructor(scope: Construct, deployment: Deployment) {
    super(scope, 'alarms');
    this.#stage = deployment.stage;
    const told = deployment.config.alarmEmails.length > 0;
    this.#action = told ? new SnsAction(new AlarmTopic(this, deployment)) : undefined;
    for (const queue of QUEUES) {
      this.#deadLetters(queue);
      this.#aging(queue);
    }
    this.#trigger();
    this.#emailRefused();
  }

  #deadLetters(queue: QueueName): void {
    const QueueName = physicalName(this.#stage, deadLetterQueueName(queue));
    this.#alarm(`${queue}-dlq`, {
      // In flight counts too: a person who looks at a dead letter must not end its alarm.
      metric: new MathExpression({
        expression: 'visible + inFlight',
        label: 'dead letters',
        period: Duration.minutes(1),
        usingMetrics: {
          visible: queueMetric('ApproximateNumberOfMessagesVisible', QueueName),
          inFlight: queueMetric('ApproximateNumberOfMessagesNotVisible', QueueName),
        },
      }),
      explanation: {
        broke: `Messages of queue ${queue} are in its dead-letter queue.`,
        impact: DEAD_LETTER_IMPACT[queue],
        first: this.#postconfirm(`dlq list --queue ${queue}`),
      },
    });
  }

  #aging(queue: QueueName): void {
    this.#alarm(`${queue}-aging`, {
      metric: queueMetric('ApproximateAgeOfOldestMessage', physicalName(this.#stage, queue)),
      threshold: AGING_DAYS * 86_400,
      explanation: {
        broke: `A message has waited in queue ${queue} for ${AGING_DAYS} days; SQS deletes it after ${RETENTION_DAYS}.`,
        impact: 'Its worker is paused, or what it calls has been failing for days. Loss begins in days.',
        first: this.#postconfirm('status'),
      },
    });
  }

  #trigger(): void {
    const FunctionName = physicalName(this.#stage, 'trigger');
    const impact = 'These users are confirmed, but get no email and no record until they are reconciled.';
    // The lines name the users: by these, or from the pool, they can be enqueued again.
    const first = `aws logs tail /aws/lambda/${FunctionName} --since 1h --filter-pattern '{ $.level = "error" }'`;
    const lambda = (metricName: string) => countMetric('AWS/Lambda', metricName, FunctionName);
    const own = (metricName: string) => countMetric(METRIC_NAMESPACE, metricName, FunctionName);
    this.#alarm('enqueue-failed', {
      metric: own('ENQUEUE_FAILED'),
      explanation: { broke: 'SQS did not take confirmations from the trigger.', impact, first },
    });
    this.#alarm('trigger-failed', {
      metric: own('TRIGGER_FAILED'),
      explanation: { broke: 'The trigger met an error that it does not know.', impact, first },
    });
    this.#alarm('trigger-errors', {
      metric: lambda('Errors'),
      explanation: { broke: 'The trigger crashed or ran out of time.', impact, first },
    });
    this.#alarm('trigger-throttles', {
      metric: lambda('Throttles'),
      explanation: { broke: 'Lambda refused to run the trigger: no concurrency was left.', impact, first },
    });
  }

  #emailRefused(): void {
    this.#alarm('ses-account-refused', {
      metric: countMetric(METRIC_NAMESPACE, 'SES_ACCOUNT_REFUSED', physicalName(this.#stage, 'email-worker')),
      explanation: {
        broke: 'SES refuses this account or sender: paused, over its quota, in the sandbox, or not verified.',
        impact: 'No welcome email leaves. Nothing is lost: the messages wait in queue email.',
        first: 'aws sesv2 get-account',
      },
    });
  }

  #postconfirm(command: string): string {
    return `npm run -s postconfirm -- --stage ${this.#stage} ${command}`;
  }

  #alarm(name: string, { metric, threshold = 1, explanation }: AlarmProps): void {
    const { broke, impact, first } = explanation;
    const alarm = new Alarm(this, name, {
      alarmName: physicalName(this.#stage, name),
      alarmDescription: `${broke} ${impact} First: ${first}`,
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    if (this.#action) alarm.addAlarmAction(this.#action);
  }
}

type AlarmProps = { metric: IMetric; threshold?: number; explanation: Explanation };

/** Days in a queue after which a person is told: long after every retry, some days before SQS deletes. */
const AGING_DAYS = RETENTION_DAYS - 4;

const DEAD_LETTER_IMPACT: Record<QueueName, string> = {
  confirmations: 'These users get neither their welcome email nor their record until the messages are replayed.',
  email: 'These users wait for their welcome email until the messages are replayed or resolved.',
  enrichment: 'The records of these users lack data of external systems until the messages are replayed.',
  'email-events': 'The ledger misses what became of some emails; sends in doubt may be held for a person.',
};

const queueMetric = (metricName: string, QueueName: string) =>
  new Metric({
    namespace: 'AWS/SQS',
    metricName,
    dimensionsMap: { QueueName },
    statistic: 'Maximum',
    period: Duration.minutes(1),
  });

const countMetric = (namespace: string, metricName: string, FunctionName: string) =>
  new Metric({ namespace, metricName, dimensionsMap: { FunctionName }, statistic: 'Sum', period: Duration.minutes(1) });
