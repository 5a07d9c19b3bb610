import type { Counts } from './counts.ts';
import { TEMPLATE } from './measured.ts';
import { PRICES, type Price, type PriceName } from './prices.ts';

/** One line of the bill: so many of `unit`, and what they cost. */
export type CostLine = { what: string; count: number; price: Price; usd: number };

type Named = readonly (readonly [PriceName, string])[];

const BY_USE: Named = [
  ['sesEmails', 'SES: emails'],
  ['tableWrites', 'DynamoDB: writes'],
  ['tableReads', 'DynamoDB: reads'],
  ['tableStorage', 'DynamoDB: the first month of the items'],
  ['logIngestion', 'CloudWatch: logs taken in'],
  ['logStorage', 'CloudWatch: logs kept'],
  ['lambdaRequests', 'Lambda: requests'],
  ['lambdaSeconds', 'Lambda: time'],
  ['sqsRequests', 'SQS: requests'],
  ['snsPublishes', 'SNS: events of SES'],
  ['traces', 'X-Ray: traces'],
  ['secretReads', 'Secrets Manager: reads'],
];

const lineOf = (name: PriceName, what: string, count: number): CostLine => {
  const price = PRICES[name];
  return { what, count, price, usd: (count * price.usd) / price.per };
};

/** What the users of a launch day cost, dearest first. */
export const costOf = (counts: Counts): CostLine[] =>
  BY_USE.map(([name, what]) => lineOf(name, what, counts[name as keyof Counts])).sort((a, b) => b.usd - a.usd);

/** Five pollers a queue ask every 20 s, month in, month out. */
const IDLE_RECEIVES = 4 * 5 * 3 * 60 * 24 * 30;

/** What a stage costs in a month in which nobody confirms. */
export const standingCost = (): CostLine[] => [
  lineOf('metrics', 'CloudWatch: metrics of the log', TEMPLATE.metrics),
  lineOf('alarms', 'CloudWatch: metrics under alarm', TEMPLATE.alarmMetrics),
  lineOf('sqsRequests', 'SQS: receives that bring nothing', IDLE_RECEIVES),
  lineOf('secrets', 'Secrets Manager: secrets', TEMPLATE.secrets),
];

export const total = (lines: readonly CostLine[]): number => lines.reduce((sum, { usd }) => sum + usd, 0);
