import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { synthesize } from '@postconfirm/infra';
import { exampleInput } from '@postconfirm/infra/config/example.builder.ts';
import { parseStageConfig } from '@postconfirm/infra/config/parse-stage-config.ts';
import type { StageConfig } from '@postconfirm/infra/config/stage-config.ts';
import type { Stack } from '@postconfirm/local-aws';
import { expect, it } from 'vitest';
import type { Stretch } from '../bench/launch/arrivals.ts';
import { livedThrough } from '../bench/launch/launch.ts';
import { TEMPLATE } from '../bench/launch/measured.ts';
import { configOf, workerPlan } from '../bench/launch/plan.ts';
import { peakOf } from '../bench/launch/samples.ts';
import { SIMULATED } from '../simulation/settings.ts';
import { confirmationEvent } from '../support/cognito-event.ts';
import { depthOf } from '../support/dead-letters.ts';
import { footprintOf, itemBytes, metricsOf, perMessage } from '../support/footprint.ts';
import { newPerson } from '../support/personal-data.ts';
import { hideFor } from '../support/queues.ts';
import { useStack } from '../support/stack.ts';
import { deliveryOf, recordOf } from '../support/table.ts';

const USERS = 240;
const WARM_UP = 40;
/** Emails a second of the whole worker, one of each environment: so few that the machine does not slow them down. */
const RATE = 4;
const SERVICES = ['trigger', 'fan-out', 'email-worker', 'enrichment-worker', 'email-events'];

/** With production's times, and a pool that others own: nobody is sent a code here. */
const CONFIG: StageConfig = {
  ...configOf('local', { sendsPerSecond: RATE }),
  timeScale: 1,
  pool: { ...configOf('local', {}).pool, mode: 'existing' },
};

const stack = useStack({
  duplicateRate: 0,
  mostEnvironments: 4,
  environment: { 'email-worker': { SEND_INTERVAL_MILLISECONDS: '1000' } },
});

/** Confirms so many people by the trigger, two at once, which leaves the workers a share of the machine; their subs. */
async function confirm(on: Stack, count: number): Promise<string[]> {
  const person = newPerson();
  const subs = Array.from({ length: count }, () => randomUUID());
  for (let from = 0; from < count; from += 2) {
    const few = subs.slice(from, from + 2);
    await Promise.all(few.map((sub) => on.functions.invoke('trigger', confirmationEvent(on, person, sub))));
  }
  return subs;
}

/** The most that the email queue held until the stack had sent so many emails. */
async function deepestUntil(on: Stack, emails: number): Promise<number> {
  let deepest = 0;
  const sent = on.inbox.waitForCount(emails, { timeoutMs: 300_000 }).then(() => true);
  for (let over = false; !over; over = await Promise.race([sent, aMoment()])) {
    deepest = Math.max(deepest, (await depthOf(on, 'email', 'url')).all);
  }
  return deepest;
}

/** By the second: how many the trigger passed on. */
function arrivalsSince({ logs }: Stack, started: number): Stretch[] {
  const seconds: Stretch[] = [];
  for (const { at, text } of logs.lines('trigger')) {
    if (at < started || !text.includes('ENQUEUED')) continue;
    const second = Math.floor((at - started) / 1000);
    while (seconds.length <= second) seconds.push({ milliseconds: 1_000, share: 0 });
    seconds[second] = { milliseconds: 1_000, share: (seconds[second]?.share ?? 0) + 1 };
  }
  return seconds;
}

const eventsAreRead = (on: Stack) =>
  expect.poll(() => depthOf(on, 'email-events', 'url'), { timeout: 60_000 }).toMatchObject({ all: 0 });

const aMoment = () => new Promise<false>((resolve) => setTimeout(() => resolve(false), 250));

it('takes as long as the simulation says, with as many messages behind the email worker', async () => {
  // Stage local would show a message again before the last of its batch has left.
  await hideFor(stack(), 'email', workerPlan(CONFIG, 'email-worker').visibilityMs / 1000);
  await confirm(stack(), WARM_UP);
  await stack().inbox.waitForCount(WARM_UP, { timeoutMs: 60_000 });
  await eventsAreRead(stack());

  const before = footprintOf(stack(), SERVICES);
  const started = Date.now();
  const deepest = deepestUntil(stack(), WARM_UP + USERS);
  const [last = ''] = (await confirm(stack(), USERS)).slice(-1);
  const most = await deepest;
  const tookMs = Date.now() - started;
  await eventsAreRead(stack());

  const simulated = await livedThrough({
    users: USERS,
    curve: arrivalsSince(stack(), started),
    seed: 1,
    // As the stack's SES, which refuses nobody for asking too fast.
    sesRate: 1_000,
    config: CONFIG,
    cognitoRate: 1_000_000,
    accountConcurrency: 1_000,
    enrichmentMs: 20,
    sampleEveryMs: 250,
  });
  const ofSimulation = { seconds: simulated.drainedAt / 1000, deepest: peakOf(simulated.samples, 'email', 'messages') };
  const ofStack = { seconds: tookMs / 1000, deepest: most };
  console.log({ users: USERS, ofStack, ofSimulation });
  console.log(perMessage(before, footprintOf(stack(), SERVICES), USERS));
  const items = { delivery: await deliveryOf(stack(), last), record: await recordOf(stack(), last) };
  console.log({ delivery: itemBytes(items.delivery), record: itemBytes(items.record), metrics: metricsOf(stack()) });
  expect(Math.abs(ofStack.seconds / ofSimulation.seconds - 1)).toBeLessThan(0.1);
  expect(Math.abs(ofStack.deepest / ofSimulation.deepest - 1)).toBeLessThan(0.1);
  expect(simulated.table.done).toEqual({ emails: USERS, records: USERS });
});

it('counts in the cost of a month what the template of the example of stage prod has', async () => {
  const outdir = await mkdtemp(path.join(tmpdir(), 'postconfirm-cost-'));
  // Whoever edits prod.ts, or adds a worker, has costs of their own.
  const config = parseStageConfig('prod', exampleInput('prod'), SIMULATED);
  const { templates } = await synthesize({ stage: 'prod', config, workers: SIMULATED, outdir, bundle: false });
  await rm(outdir, { recursive: true });
  const resources = Object.values(templates).flatMap(({ Resources }) => Object.values(Resources));
  const ofType = (type: string) => resources.filter(({ Type }) => Type === type);
  // An alarm of an expression is billed by the metrics in it.
  const alarmMetrics = ofType('AWS::CloudWatch::Alarm').reduce((sum, alarm) => sum + metricsUnder(alarm), 0);
  const dashboards = ofType('AWS::CloudWatch::Dashboard').length;
  const secrets = Object.values(config.enrichment.sources).filter((source) => source?.secretId !== undefined).length;
  expect({ alarmMetrics, dashboards, secrets }).toEqual({
    alarmMetrics: TEMPLATE.alarmMetrics,
    dashboards: TEMPLATE.dashboards,
    secrets: TEMPLATE.secrets,
  });
});

function metricsUnder({ Properties = {} }: { Properties?: Record<string, unknown> }): number {
  const { Metrics } = Properties as { Metrics?: { MetricStat?: unknown }[] };
  return Metrics?.filter(({ MetricStat }) => MetricStat !== undefined).length ?? 1;
}
