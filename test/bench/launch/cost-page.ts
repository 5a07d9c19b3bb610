import { type CostLine, costOf, standingCost, total } from './cost.ts';
import type { Counts } from './counts.ts';
import { PRICES, type Price } from './prices.ts';
import { markdownRows } from './print.ts';

/** The tables of docs/deploy.md on what a million confirmations cost. */
export const costTables = (counts: Counts): string[] => [table(costOf(counts)), table(standingCost()), sources()];

const table = (lines: readonly CostLine[]): string =>
  markdownRows([
    ['what', 'how many', 'at US$', 'US$', 'changed by'],
    ...lines.map(({ what, count, price, usd, changedBy }) => [
      what,
      count.toLocaleString('en'),
      rate(price),
      usd.toFixed(2),
      changedBy,
    ]),
    ['**together**', '', '', `**${total(lines).toFixed(2)}**`, ''],
  ]);

const sources = (): string => {
  const prices: readonly (readonly [string, Price])[] = Object.entries(PRICES);
  const seenAs = (seen: Price['seen']) => prices.filter(([, price]) => price.seen === seen).map(([, { unit }]) => unit);
  return markdownRows([
    ['price of', 'where it was seen'],
    [seenAs('Frankfurt').join(', '), 'for Frankfurt, told by others'],
    [seenAs('Virginia').join(', '), 'for Virginia, told by others; taken to be the same in Frankfurt'],
    [seenAs('nowhere').join(', '), 'nowhere: believed, and unverified'],
  ]);
};

const rate = ({ usd, per, unit }: Price): string =>
  per === 1 ? `${usd} a ${unit}` : `${usd} for ${per.toLocaleString('en')} ${unit}`;
