/**
 * US dollars in eu-central-1 (Frankfurt), before taxes, free tiers and discounts, as told in November 2026. AWS's own pages
 * fill their figures in by script and could not be read by a machine. `seen`: for which region others tell the figure;
 * `nowhere`: believed, and unverified. Check them on `page` before a budget rests on them.
 */
export type Price = {
  usd: number;
  per: number;
  unit: string;
  page: string;
  seen: 'Frankfurt' | 'Virginia' | 'nowhere';
};

const price = (usd: number, per: number, unit: string, rest: Pick<Price, 'page' | 'seen'>): Price => ({
  ...{ usd, per, unit },
  ...rest,
});

const MILLION = 1_000_000;
const page = (service: string) => `https://aws.amazon.com/${service}/pricing/`;

export const PRICES = {
  lambdaRequests: price(0.2, MILLION, 'invocations', { page: page('lambda'), seen: 'Frankfurt' }),
  /** On arm64; starts are billed like the rest. */
  lambdaSeconds: price(13.3334, MILLION, 'GB-seconds', { page: page('lambda'), seen: 'Virginia' }),
  sqsRequests: price(0.4, MILLION, 'requests of SQS', { page: page('sqs'), seen: 'Virginia' }),
  snsPublishes: price(0.5, MILLION, 'publishes', { page: page('sns'), seen: 'Virginia' }),
  sesEmails: price(0.1, 1_000, 'emails', { page: page('ses'), seen: 'Virginia' }),
  tableWrites: price(0.7625, MILLION, 'write units', { page: page('dynamodb/on-demand'), seen: 'nowhere' }),
  tableReads: price(0.1525, MILLION, 'read units', { page: page('dynamodb/on-demand'), seen: 'nowhere' }),
  tableStorage: price(0.306, 1, 'GB-month of the table', { page: page('dynamodb/on-demand'), seen: 'nowhere' }),
  logIngestion: price(0.63, 1, 'GB of logs', { page: page('cloudwatch'), seen: 'Frankfurt' }),
  logStorage: price(0.0324, 1, 'GB-month of logs', { page: page('cloudwatch'), seen: 'nowhere' }),
  traces: price(5, MILLION, 'traces', { page: page('xray'), seen: 'nowhere' }),
  metrics: price(0.3, 1, 'metric a month', { page: page('cloudwatch'), seen: 'Virginia' }),
  alarms: price(0.1, 1, 'metric under alarm a month', { page: page('cloudwatch'), seen: 'Virginia' }),
  dashboards: price(3, 1, 'dashboard a month', { page: page('cloudwatch'), seen: 'Virginia' }),
  secrets: price(0.4, 1, 'secret a month', { page: page('secrets-manager'), seen: 'nowhere' }),
  secretReads: price(0.05, 10_000, 'reads of a secret', { page: page('secrets-manager'), seen: 'nowhere' }),
} as const satisfies Record<string, Price>;

export type PriceName = keyof typeof PRICES;
