/**
 * US dollars in eu-central-1 (Frankfurt), before taxes, free tiers and discounts, as told in November 2026. The pages below
 * fill their figures in by script and could not be read by machine: `source` says where each figure was seen, and `seen`
 * what it was seen for. Check them before a budget rests on them.
 */
export type Price = {
  usd: number;
  per: number;
  unit: string;
  page: string;
  seen: 'Frankfurt' | 'Virginia' | 'recalled';
};

const price = (usd: number, per: number, unit: string, rest: Pick<Price, 'page' | 'seen'>): Price => ({
  ...{ usd, per, unit },
  ...rest,
});

const MILLION = 1_000_000;
const page = (service: string) => `https://aws.amazon.com/${service}/pricing/`;

export const PRICES = {
  lambdaRequests: price(0.2, MILLION, 'requests', { page: page('lambda'), seen: 'Frankfurt' }),
  /** On arm64; starts are billed like the rest. */
  lambdaSeconds: price(13.3334, MILLION, 'GB-seconds', { page: page('lambda'), seen: 'Virginia' }),
  sqsRequests: price(0.4, MILLION, 'requests', { page: page('sqs'), seen: 'recalled' }),
  snsPublishes: price(0.5, MILLION, 'publishes', { page: page('sns'), seen: 'Virginia' }),
  sesEmails: price(0.1, 1_000, 'emails', { page: page('ses'), seen: 'Virginia' }),
  tableWrites: price(0.7625, MILLION, 'write units', { page: page('dynamodb/on-demand'), seen: 'recalled' }),
  tableReads: price(0.1525, MILLION, 'read units', { page: page('dynamodb/on-demand'), seen: 'recalled' }),
  tableStorage: price(0.306, 1, 'GB-months', { page: page('dynamodb/on-demand'), seen: 'recalled' }),
  logIngestion: price(0.63, 1, 'GB', { page: page('cloudwatch'), seen: 'Frankfurt' }),
  logStorage: price(0.0324, 1, 'GB-months', { page: page('cloudwatch'), seen: 'recalled' }),
  traces: price(5, MILLION, 'traces', { page: page('xray'), seen: 'recalled' }),
  metrics: price(0.3, 1, 'metrics a month', { page: page('cloudwatch'), seen: 'Virginia' }),
  alarms: price(0.1, 1, 'alarms a month', { page: page('cloudwatch'), seen: 'recalled' }),
  secrets: price(0.4, 1, 'secrets a month', { page: page('secrets-manager'), seen: 'recalled' }),
  secretReads: price(0.05, 10_000, 'requests', { page: page('secrets-manager'), seen: 'recalled' }),
} as const satisfies Record<string, Price>;

export type PriceName = keyof typeof PRICES;
