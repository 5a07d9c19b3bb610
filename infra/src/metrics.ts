import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { METRIC_NAMESPACE } from './names.ts';

const period = Duration.minutes(1);

/** The highest value within a minute; `QueueName` is physical, as is every `FunctionName` below. */
export const queueMetric = (metricName: string, QueueName: string) =>
  new Metric({ namespace: 'AWS/SQS', metricName, dimensionsMap: { QueueName }, statistic: 'Maximum', period });

/** Lambda's own count of a function. */
export const lambdaMetric = (metricName: string, FunctionName: string) =>
  countMetric('AWS/Lambda', metricName, FunctionName);

/** Milliseconds of a function's calls, without what the start of an environment takes; `statistic`: `p99` for example. */
export const durationMetric = (statistic: string, FunctionName: string) =>
  lambdaMetric('Duration', FunctionName).with({ statistic });

/** DynamoDB's own sum over a table; `TableName` is physical. */
export const tableMetric = (metricName: string, TableName: string) =>
  new Metric({ namespace: 'AWS/DynamoDB', metricName, dimensionsMap: { TableName }, statistic: 'Sum', period });

/** How often a function logged a code. */
export const codeMetric = (code: string, FunctionName: string) => countMetric(METRIC_NAMESPACE, code, FunctionName);

/** What a function measured when it logged a code: Lambda may ask twice for one look, and the sum would be wrong. */
export const measureMetric = (code: string, FunctionName: string) =>
  codeMetric(code, FunctionName).with({ statistic: 'Maximum' });

/** Of the whole account: SES has no name for a stage. Rates are between 0 and 1. */
export const sesMetric = (metricName: string) =>
  new Metric({ namespace: 'AWS/SES', metricName, statistic: 'Maximum', period: Duration.hours(1) });

/** One value a period out of several metrics, each taken over that period. */
export const calculated = (label: string, expression: string, over: { period: Duration; of: Record<string, Metric> }) =>
  new MathExpression({
    expression,
    label,
    period: over.period,
    usingMetrics: Object.fromEntries(
      Object.entries(over.of).map(([id, metric]) => [id, metric.with({ period: over.period })]),
    ),
  });

/** How often a function logged any of the codes. */
export function codesMetric(codes: readonly string[], FunctionName: string, label: string): MathExpression {
  const of = Object.fromEntries(codes.map((code, index) => [`m${index}`, codeMetric(code, FunctionName)]));
  // A code that was not logged has no value at all, and a sum with it would have none either.
  const expression = Object.keys(of)
    .map((id) => `FILL(${id}, 0)`)
    .join(' + ');
  return calculated(label, expression, { period, of });
}

const countMetric = (namespace: string, metricName: string, FunctionName: string) =>
  new Metric({ namespace, metricName, dimensionsMap: { FunctionName }, statistic: 'Sum', period });
