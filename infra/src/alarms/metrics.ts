import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { METRIC_NAMESPACE } from '../names.ts';

const period = Duration.minutes(1);

/** The highest value within a minute; `QueueName` is physical, as is every `FunctionName` below. */
export const queueMetric = (metricName: string, QueueName: string) =>
  new Metric({ namespace: 'AWS/SQS', metricName, dimensionsMap: { QueueName }, statistic: 'Maximum', period });

/** Lambda's own count of a function. */
export const lambdaMetric = (metricName: string, FunctionName: string) =>
  countMetric('AWS/Lambda', metricName, FunctionName);

/** How often a function logged a code. */
export const codeMetric = (code: string, FunctionName: string) => countMetric(METRIC_NAMESPACE, code, FunctionName);

/** How often a function logged any of the codes. */
export function codesMetric(codes: readonly string[], FunctionName: string, label: string): MathExpression {
  const usingMetrics = Object.fromEntries(codes.map((code, index) => [`m${index}`, codeMetric(code, FunctionName)]));
  // A code that was not logged has no value at all, and a sum with it would have none either.
  const expression = Object.keys(usingMetrics)
    .map((id) => `FILL(${id}, 0)`)
    .join(' + ');
  return new MathExpression({ expression, label, period, usingMetrics });
}

const countMetric = (namespace: string, metricName: string, FunctionName: string) =>
  new Metric({ namespace, metricName, dimensionsMap: { FunctionName }, statistic: 'Sum', period });
