import { exampleInput } from '@postconfirm/infra/config/example.builder.ts';
import { expect, it } from 'vitest';
import { momentsOf, type Stretch } from './arrivals.ts';
import { Launch, livedThrough } from './launch.ts';
import { configOf, type LaunchPlan, pacedRate } from './plan.ts';
import { reportOf } from './report.ts';
import { peakOf } from './samples.ts';
import { isLoss, verdictOf } from './verdict.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const prod = (pace: Parameters<typeof configOf>[1] = {}) => configOf('prod', pace, exampleInput('prod'));
const withoutCodes = (config = prod()) => ({
  ...config,
  pool: { ...config.pool, mode: 'existing' as const },
});

const planOf = (change: Partial<LaunchPlan> = {}): LaunchPlan => ({
  users: 300,
  curve: [{ milliseconds: 10_000, share: 1 }],
  seed: 1,
  config: withoutCodes(),
  cognitoRate: 1_000_000,
  accountConcurrency: 1_000,
  // SES refuses nothing: what it takes is in tests of its own.
  sesRate: 1_000,
  enrichmentMs: 200,
  sampleEveryMs: 1_000,
  ...change,
});

/** Seconds until all emails are out, if nothing but the pace held them up: the first of each environment leaves at once. */
const leastSeconds = (users: number, rate: number, environments = 4) => (users - environments) / rate;

it.each([
  { users: 200, sends: 14 },
  { users: 400, sends: 40 },
])('sends $users emails no faster than the pace of $sends/s lets it, and hardly slower', async ({ users, sends }) => {
  const plan = planOf({ users, config: withoutCodes(prod({ sendsPerSecond: sends })) });
  const { drainedAt, table } = await livedThrough(plan);
  expect(table.done).toEqual({ emails: users, records: users });
  const least = leastSeconds(users, pacedRate(plan.config));
  expect(drainedAt / 1000).toBeGreaterThanOrEqual(least);
  // Users come within ten seconds, and a batch may be the last by itself.
  expect(drainedAt / 1000).toBeLessThan(1.05 * least + 10);
});

it('holds at each moment what has come and is not done', async () => {
  const { samples } = await livedThrough(planOf());
  expect(peakOf(samples, 'email', 'messages')).toBeGreaterThan(100);
  expect(peakOf(samples, 'email', 'messages')).toBeLessThanOrEqual(300);
  for (const { confirmed, sent, enriched, queues } of samples) {
    const before = queues.confirmations.messages;
    // A second is the time in which a message is between two queues, or done and not yet deleted with its batch.
    expect(Math.abs(confirmed - sent - before - queues.email.messages)).toBeLessThanOrEqual(50);
    expect(Math.abs(confirmed - enriched - before - queues.enrichment.messages)).toBeLessThanOrEqual(250);
  }
});

it("agrees with Little's law: who waits is the rate times the wait", async () => {
  // Half as fast as the pace, then two and a half times: a queue that grows and is emptied.
  const curve: Stretch[] = [
    { milliseconds: 20_000, share: 1 },
    { milliseconds: 10_000, share: 3 },
  ];
  const { samples, drainedAt } = await livedThrough(planOf({ users: 400, curve }));
  const seconds = drainedAt / 1000;
  const waiting = samples.reduce((sum, { confirmed, sent }) => sum + confirmed - sent, 0) / seconds;
  const arrivals = [...momentsOf(curve, 400, () => 0.5)];
  const sends = arrivals.map((_, index) => departure(arrivals, index));
  const wait = sends.reduce((sum, sent, index) => sum + (sent - (arrivals[index] ?? 0)) / 1000, 0) / 400;
  expect(waiting / ((400 / seconds) * wait)).toBeCloseTo(1, 1);
});

/** When the n-th would leave a single line at the pace of 12/s. */
const departures: number[] = [];
function departure(arrivals: readonly number[], index: number): number {
  departures[index] = Math.max(arrivals[index] ?? 0, (departures[index - 1] ?? 0) + 1_000 / 11.976);
  return departures[index];
}

it('takes the same course for the same seed, and another for another', async () => {
  const courseOf = async (seed: number) =>
    JSON.stringify(reportOf(await livedThrough(planOf({ seed, users: 80 }))).figures);
  const first = await courseOf(7);
  expect(await courseOf(7)).toBe(first);
  expect(await courseOf(8)).not.toBe(first);
});

it('lets Cognito confirm half as many users a second as its quota has requests', async () => {
  const { samples, door } = await livedThrough(planOf({ users: 300, cognitoRate: 50 }));
  const confirmedAfter = (seconds: number) => samples.find(({ at }) => at === seconds * 1000)?.confirmed ?? 0;
  expect(confirmedAfter(10)).toBeGreaterThan(240);
  expect(confirmedAfter(10)).toBeLessThanOrEqual(251);
  expect(door.longestWaitMs).toBeGreaterThan(1_500);
});

it('says so when the trigger is throttled: nobody will hear of those users', async () => {
  const config = { ...withoutCodes(), trigger: { ...withoutCodes().trigger, reservedConcurrency: 5 } };
  const launch = await livedThrough(planOf({ users: 600, curve: [{ milliseconds: 300, share: 1 }], config }));
  const { missed } = verdictOf(launch);
  expect(missed).toBeGreaterThan(100);
  expect(launch.table.done.emails).toBe(600 - missed);
  expect(reportOf(launch)).toMatchObject({ lost: true });
  expect(reportOf(launch).figures.recommendations).toContainEqual(
    expect.objectContaining({ setting: 'trigger.reservedConcurrency', now: '5' }),
  );
});

it('dead-letters confirmations when the account has no executions left for ten receives', async () => {
  const launch = new Launch(planOf({ users: 50, accountConcurrency: 60 }));
  // Somebody else's functions take what the trigger did not reserve.
  while (launch.executions.admitWorker());
  await launch.pass();
  expect(verdictOf(launch)).toMatchObject({ deadLettered: 50 });
  expect(launch.functions['fan-out'].receives).toBe(10);
});

it("waits a day at SES's daily quota, and loses nobody", async () => {
  const launch = await livedThrough(planOf({ users: 60, sesDailyQuota: 40, sampleEveryMs: MINUTE }));
  const sentAfter = (hours: number) => launch.samples.find(({ at }) => at >= hours * HOUR)?.sent;
  expect(sentAfter(12)).toBe(40);
  expect(launch.drainedAt).toBeGreaterThan(24 * HOUR);
  expect(isLoss(verdictOf(launch))).toBe(false);
});

it('recommends nothing for a day that goes well', async () => {
  const config = withoutCodes(prod({ sendsPerSecond: 14 }));
  const launch = await livedThrough(planOf({ users: 300, curve: [{ milliseconds: 60_000, share: 1 }], config }));
  expect(reportOf(launch).figures.recommendations).toEqual([]);
});

it('recommends more environments where the CPU of an email outlasts its turn', async () => {
  const config = withoutCodes(prod({ sendsPerSecond: 200 }));
  const launch = await livedThrough(planOf({ users: 400, curve: [{ milliseconds: 2_000, share: 1 }], config }));
  const { recommendations } = reportOf(launch).figures;
  const found = recommendations.find(({ setting }) => setting === 'workers.email-worker.maximumConcurrency');
  // 200/s, each 9.7 ms of a core of which 256 MB have 0.145, and half as much to spare.
  expect(found).toMatchObject({ now: '4', better: '21' });
});

it('lets the codes of a pool of its own take their share of the rate of SES', async () => {
  const config = prod();
  const launch = await livedThrough(
    planOf({ users: 400, curve: [{ milliseconds: 40_000, share: 1 }], config, sesRate: 14 }),
  );
  expect(launch.door.refused.codes).toBeGreaterThan(10);
  expect(launch.table.done.emails).toBe(400);
  const settings = reportOf(launch).figures.recommendations.map(({ setting }) => setting);
  expect(settings).toContain('email.sendsPerSecond');
});

it('sends again whom SES refused for coming too fast: a pace of all its rate is at times above it', async () => {
  const config = withoutCodes(prod({ emailConcurrency: 2 }));
  const launch = await livedThrough(planOf({ users: 300, config, sesRate: 14 }));
  expect(launch.lines.get('MESSAGE_RETRY sending-rate')).toBeGreaterThan(0);
  expect(launch.table.done.emails).toBe(300);
});
