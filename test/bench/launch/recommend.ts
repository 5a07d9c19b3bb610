import { WORKERS } from '@postconfirm/contract';
import { SIMULATED, type WorkerName } from '../../simulation/settings.ts';
import { peakPerSecond } from './arrivals.ts';
import { billedMs, workedMs } from './counts.ts';
import type { Launch } from './launch.ts';
import { pacedRate, sendsCodes, workerPlan } from './plan.ts';
import { QUOTAS, REQUESTS_PER_SIGN_UP } from './quotas.ts';

/** A setting or quota that should be another, and why. */
export type Recommendation = { setting: string; now: string; better: string; because: string };

/** What is needed is met with so much to spare. */
const HEADROOM = 1.5;
const EVENTS_PER_EMAIL = 2;

/** By Little's law and the peak of the arrivals; the run says how long a batch takes. */
export const recommendationsFor = (launch: Launch): Recommendation[] => [
  ...cognito(launch),
  ...trigger(launch),
  ...ses(launch),
  ...pace(launch),
  ...SIMULATED.flatMap(({ name }) => (name === 'email-worker' ? [] : concurrency(launch, name))),
  ...account(launch),
  ...table(launch),
];

const peakOfArrivals = ({ plan: { curve, users } }: Launch): number => peakPerSecond(curve, users);

function cognito(launch: Launch): Recommendation[] {
  const needed = Math.ceil(REQUESTS_PER_SIGN_UP * peakOfArrivals(launch));
  const { cognitoRate } = launch.plan;
  if (needed <= cognitoRate) return [];
  const because = `a user takes SignUp and ConfirmSignUp, and ${perSecond(needed / 2)} users a second come at the peak`;
  return [{ setting: 'Cognito UserCreation (requests/s)', now: `${cognitoRate}`, better: `${needed}`, because }];
}

function trigger(launch: Launch): Recommendation[] {
  const { reservedConcurrency } = launch.plan.config.trigger;
  const { milliseconds, invocations } = launch.functions.trigger;
  const arrivals = Math.min(peakOfArrivals(launch), launch.plan.cognitoRate / REQUESTS_PER_SIGN_UP);
  const seconds = billedMs(launch, 'trigger') / 1000 / Math.max(1, invocations);
  // All of a burst start cold at once.
  const needed = Math.ceil(HEADROOM * Math.max(arrivals * seconds, launch.executions.most.triggers));
  const isEnough = reservedConcurrency !== undefined && needed <= reservedConcurrency;
  if (isEnough || milliseconds === 0) return [];
  const because = `${launch.executions.most.triggers} ran at once, and whom a throttled trigger misses is in no queue`;
  return [
    {
      setting: 'trigger.reservedConcurrency',
      now: String(reservedConcurrency ?? 'none'),
      better: `${needed}`,
      because,
    },
  ];
}

function ses(launch: Launch): Recommendation[] {
  const { plan } = launch;
  const each = sendsCodes(plan.config) ? 2 : 1;
  const rate = plan.sesRate ?? plan.config.email.sendsPerSecond;
  const needed = Math.ceil(each * peakOfArrivals(launch));
  const emails = each === 2 ? 'a code and a welcome to each user' : 'a welcome to each user';
  const raised: Recommendation[] = [];
  if (needed > rate) {
    const because = `${emails}, as fast as they come: no backlog is left when the last has confirmed`;
    raised.push({ setting: 'SES rate (emails/s)', now: `${rate}`, better: `${needed}`, because });
  }
  const daily = each * plan.users;
  if (plan.sesDailyQuota !== undefined && plan.sesDailyQuota < daily) {
    const because = `${emails}; above it SES refuses everybody until a day has passed`;
    raised.push({ setting: 'SES daily quota', now: `${plan.sesDailyQuota}`, better: `${daily}`, because });
  }
  return raised;
}

/** The pace must leave room for the codes, and should not lose much of the rate by sharing it out in whole sends. */
function pace(launch: Launch): Recommendation[] {
  const { config, sesRate } = launch.plan;
  const rate = sesRate ?? config.email.sendsPerSecond;
  const codes = sendsCodes(config)
    ? Math.min(peakOfArrivals(launch), launch.plan.cognitoRate / REQUESTS_PER_SIGN_UP)
    : 0;
  const paced = pacedRate(config);
  if (codes > 0 && paced + codes > rate) {
    // What SES is to be asked for leaves as much for the welcomes as for the codes.
    const better = Math.floor(Math.max(rate - codes, codes));
    const because = `the pool's codes take ${perSecond(codes)}/s of SES's rate; ${launch.door.refused.codes} codes were refused`;
    return [{ setting: 'email.sendsPerSecond', now: `${config.email.sendsPerSecond}`, better: `${better}`, because }];
  }
  return [...wasted(launch, paced), ...overworked(launch, paced)];
}

/** Waits for turns take no CPU, but each email does, one after the other in an environment. */
function overworked(launch: Launch, paced: number): Recommendation[] {
  const { concurrency: now } = workerPlan(launch.plan.config, 'email-worker');
  const seconds = workedMs(launch, 'email-worker') / 1000;
  const needed = Math.ceil(HEADROOM * Math.min(paced, peakOfArrivals(launch)) * seconds);
  if (needed <= now) return [];
  const because = `an email takes ${seconds.toFixed(3)} s of an environment's share of a core, and ${perSecond(paced)}/s should leave`;
  return [{ setting: 'workers.email-worker.maximumConcurrency', now: `${now}`, better: `${needed}`, because }];
}

function wasted({ plan: { config } }: Launch, paced: number): Recommendation[] {
  const rate = config.email.sendsPerSecond;
  if (paced >= 0.8 * rate) return [];
  const { concurrency: now } = workerPlan(config, 'email-worker');
  const better = [2, 3, 4, 5, 6, 7, 8, 9, 10].find((count) => count * Math.floor(rate / count) >= 0.9 * rate) ?? now;
  const because = `${now} environments share ${rate}/s in whole sends: ${perSecond(paced)}/s leave`;
  return [{ setting: 'workers.email-worker.maximumConcurrency', now: `${now}`, better: `${better}`, because }];
}

function concurrency(launch: Launch, worker: WorkerName): Recommendation[] {
  const { concurrency: now, batchSize } = workerPlan(launch.plan.config, worker);
  const { invocations } = launch.functions[worker];
  if (invocations === 0) return [];
  const emails = Math.min(peakOfArrivals(launch), pacedRate(launch.plan.config));
  const arrivals = worker === 'email-events' ? EVENTS_PER_EMAIL * emails : peakOfArrivals(launch);
  const seconds = secondsOfFullBatch(launch, worker, { batchSize, invocations });
  const needed = Math.max(2, Math.ceil((HEADROOM * arrivals * seconds) / batchSize));
  if (needed <= now) return [];
  const because = `${perSecond(arrivals)} messages a second come at the peak, and a batch of ${batchSize} takes ${seconds.toFixed(2)} s`;
  return [{ setting: `workers.${worker}.maximumConcurrency`, now: `${now}`, better: `${needed}`, because }];
}

type Batches = { batchSize: number; invocations: number };

/** Messages of a batch wait side by side and work one after the other. */
function secondsOfFullBatch(launch: Launch, worker: WorkerName, { batchSize, invocations }: Batches): number {
  const waited = launch.functions[worker].milliseconds / invocations;
  return (waited + workedMs(launch, worker) * batchSize) / 1000;
}

function account(launch: Launch): Recommendation[] {
  const { config, accountConcurrency } = launch.plan;
  const workers = WORKERS.reduce((sum, { name }) => sum + workerPlan(config, name).concurrency, 0);
  const needed = workers + (config.trigger.reservedConcurrency ?? 0);
  if (needed <= accountConcurrency) return [];
  const because = 'what the trigger reserves and all workers together; a throttled batch costs receives';
  return [{ setting: 'Lambda executions of the account', now: `${accountConcurrency}`, better: `${needed}`, because }];
}

/** Writes that a user causes, of all kinds. */
function table(launch: Launch): Recommendation[] {
  const writes = [...launch.network.requests].reduce(
    (sum, [name, n]) => sum + (name.startsWith('dynamodb.write') ? n : 0),
    0,
  );
  const peak = Math.ceil((2 * writes * peakOfArrivals(launch)) / launch.plan.users);
  if (peak <= QUOTAS.tableWrites) return [];
  const because = 'write units a second at the peak, two for a record; a new table begins with 4,000';
  return [
    { setting: 'warm throughput of the table (writes/s)', now: `${QUOTAS.tableWrites}`, better: `${peak}`, because },
  ];
}

const perSecond = (rate: number): string => (rate >= 100 ? rate.toFixed(0) : rate.toFixed(1));
