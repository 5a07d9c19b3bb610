import type { Counts } from './counts.ts';
import { TEMPLATE } from './measured.ts';
import { PRICES, type Price, type PriceName } from './prices.ts';

/** One line of the bill: so many of the price's unit, what they cost, and what changes how many they are. */
export type CostLine = { what: string; count: number; price: Price; usd: number; changedBy: string };

type Named = readonly (readonly [name: PriceName & keyof Counts, what: string, changedBy: string])[];

const BY_USE: Named = [
  ['sesEmails', 'SES: welcome emails', 'the codes of a created pool cost as much again'],
  ['tableWrites', 'DynamoDB: writes', 'sources; `enrichment.writeBack`; twice for records above 1 KB'],
  ['tableReads', 'DynamoDB: reads', '`enrichment.writeBack`'],
  ['tableStorage', 'DynamoDB: a month of the items', 'what sources answer'],
  ['logIngestion', 'CloudWatch: logs taken in', '`workers.<name>.batchingWindowSeconds`'],
  ['logStorage', 'CloudWatch: logs kept', '`logRetentionDays`'],
  ['lambdaRequests', 'Lambda: requests', '`workers.<name>.batchingWindowSeconds`'],
  ['lambdaSeconds', 'Lambda: time', '`…memoryMegabytes`; how fast sources answer; a backlog'],
  ['sqsRequests', 'SQS: requests', '`workers.<name>.batchingWindowSeconds`'],
  ['snsPublishes', 'SNS: events of SES', 'nothing: they settle doubts'],
  ['traces', 'X-Ray: traces', 'nothing: the functions trace'],
  ['secretReads', 'Secrets Manager: reads', 'sources with a `secretId`'],
];

const lineOf = (
  name: PriceName,
  { what, count, changedBy }: Pick<CostLine, 'what' | 'count' | 'changedBy'>,
): CostLine => {
  const price = PRICES[name];
  return { what, count, price, usd: (count * price.usd) / price.per, changedBy };
};

/** What the users of a launch day cost, dearest first. */
export const costOf = (counts: Counts): CostLine[] =>
  BY_USE.map(([name, what, changedBy]) => lineOf(name, { what, count: counts[name], changedBy })).sort(
    (a, b) => b.usd - a.usd,
  );

/** Five pollers a queue ask every 20 s, month in, month out. */
const IDLE_RECEIVES = 4 * 5 * 3 * 60 * 24 * 30;

/** What a stage costs in a month in which nobody confirms. */
export const standingCost = (): CostLine[] => [
  lineOf('alarms', { what: 'CloudWatch: metrics under alarm', count: TEMPLATE.alarmMetrics, changedBy: 'workers' }),
  lineOf('metrics', { what: 'CloudWatch: metrics of the log', count: TEMPLATE.metrics, changedBy: 'what goes wrong' }),
  lineOf('dashboards', { what: 'CloudWatch: dashboard', count: TEMPLATE.dashboards, changedBy: 'nothing' }),
  lineOf('sqsRequests', { what: 'SQS: receives that bring nothing', count: IDLE_RECEIVES, changedBy: 'workers' }),
  lineOf('secrets', {
    what: 'Secrets Manager: secrets',
    count: TEMPLATE.secrets,
    changedBy: 'sources with a `secretId`',
  }),
];

export const total = (lines: readonly CostLine[]): number => lines.reduce((sum, { usd }) => sum + usd, 0);
