import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { costOf, total } from './cost.ts';
import { costTables } from './cost-page.ts';
import type { Counts } from './counts.ts';
import type { Launch } from './launch.ts';
import { PRICES } from './prices.ts';
import { forAMillion, referenceLaunch } from './reference.ts';

const PAGE = readFileSync(path.join(import.meta.dirname, '../../../docs/deploy.md'), 'utf8');

describe('what a million confirmations cost', () => {
  let launch: Launch;
  let counts: Counts;
  beforeAll(async () => {
    launch = await referenceLaunch();
    counts = forAMillion(launch);
  }, 60_000);

  it('stands in docs/deploy.md as it is computed', () => {
    for (const table of costTables(counts)) expect(PAGE).toContain(table);
  });

  it('counts every request that a user causes, and none twice', () => {
    const { network, functions } = launch;
    const each = (name: string) => (network.requests.get(name) ?? 0) / launch.plan.users;
    expect(each('sqs.send')).toBe(1);
    expect(each('ses.send')).toBe(1);
    expect([
      each('dynamodb.write claim'),
      each('dynamodb.write recordSent'),
      each('dynamodb.write recordEvent'),
    ]).toEqual([1, 1, 2]);
    expect([each('dynamodb.write open'), each('dynamodb.write store'), each('dynamodb.write recordWriteBack')]).toEqual(
      [1, 2, 1],
    );
    expect(functions.trigger.invocations).toBe(launch.plan.users);
    expect(counts.sesEmails).toBe(1_000_000);
  });

  it('is the sum of each count at its price', () => {
    const byHand = (counts.sesEmails / 1_000) * 0.1 + (counts.tableWrites / 1e6) * PRICES.tableWrites.usd;
    const [emails, writes] = ['SES: welcome emails', 'DynamoDB: writes'].map((what) =>
      costOf(counts).find((one) => one.what === what),
    );
    expect((emails?.usd ?? 0) + (writes?.usd ?? 0)).toBeCloseTo(byHand, 6);
    expect(total(costOf(counts))).toBeGreaterThan(byHand);
  });
});
