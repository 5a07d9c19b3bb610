import { randomUUID } from 'node:crypto';
import type { Stack } from '@postconfirm/local-aws';
import { expect, it } from 'vitest';
import { livedThrough } from '../bench/launch/launch.ts';
import { configOf } from '../bench/launch/plan.ts';
import { peakOf } from '../bench/launch/samples.ts';
import { confirmationEvent } from '../support/cognito-event.ts';
import { depthOf } from '../support/dead-letters.ts';
import { footprintOf, itemBytes, metricsOf, perMessage } from '../support/footprint.ts';
import { newPerson } from '../support/personal-data.ts';
import { useStack } from '../support/stack.ts';
import { deliveryOf, recordOf } from '../support/table.ts';

const USERS = 360;
const WARM_UP = 40;
/** Emails a second of the whole worker: four environments with two each. */
const RATE = 8;
const SERVICES = ['trigger', 'fan-out', 'email-worker', 'enrichment-worker', 'email-events'];

const stack = useStack({
  duplicateRate: 0,
  mostEnvironments: 4,
  environment: { 'email-worker': { SEND_INTERVAL_MILLISECONDS: '500' } },
});

/** Confirms so many people by the trigger, some at once; their subs. */
async function confirm(on: Stack, count: number): Promise<string[]> {
  const person = newPerson();
  const subs = Array.from({ length: count }, () => randomUUID());
  for (let from = 0; from < count; from += 4) {
    const few = subs.slice(from, from + 4);
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

const eventsAreRead = (on: Stack) =>
  expect.poll(() => depthOf(on, 'email-events', 'url'), { timeout: 60_000 }).toMatchObject({ all: 0 });

const aMoment = () => new Promise<false>((resolve) => setTimeout(() => resolve(false), 250));

it('takes as long as the simulation says, with as many messages behind the email worker', async () => {
  await confirm(stack(), WARM_UP);
  await stack().inbox.waitForCount(WARM_UP, { timeoutMs: 60_000 });
  await eventsAreRead(stack());

  const before = footprintOf(stack(), SERVICES);
  const started = Date.now();
  const deepest = deepestUntil(stack(), WARM_UP + USERS);
  const [last = ''] = (await confirm(stack(), USERS)).slice(-1);
  const arrivedMs = Date.now() - started;
  const most = await deepest;
  const tookMs = Date.now() - started;
  await eventsAreRead(stack());

  const simulated = await livedThrough({
    users: USERS,
    curve: [{ milliseconds: arrivedMs, share: 1 }],
    seed: 1,
    // As the stack's SES, which refuses nobody for asking too fast; and nobody is sent a code here.
    sesRate: 1_000,
    config: {
      ...configOf('local', { sendsPerSecond: RATE }),
      pool: { ...configOf('local', {}).pool, mode: 'existing' },
    },
    cognitoRate: 1_000_000,
    accountConcurrency: 1_000,
    enrichmentMs: 20,
    sampleEveryMs: 250,
  });
  const ofSimulation = { seconds: simulated.drainedAt / 1000, deepest: peakOf(simulated.samples, 'email', 'messages') };
  const ofStack = { seconds: tookMs / 1000, deepest: most };
  console.log({ users: USERS, arrivedSeconds: arrivedMs / 1000, ofStack, ofSimulation });
  console.log(perMessage(before, footprintOf(stack(), SERVICES), USERS));
  const items = { delivery: await deliveryOf(stack(), last), record: await recordOf(stack(), last) };
  console.log({ delivery: itemBytes(items.delivery), record: itemBytes(items.record), metrics: metricsOf(stack()) });
  expect(Math.abs(ofStack.seconds / ofSimulation.seconds - 1)).toBeLessThan(0.1);
  expect(Math.abs(ofStack.deepest / ofSimulation.deepest - 1)).toBeLessThan(0.1);
  expect(simulated.table.done).toEqual({ emails: USERS, records: USERS });
});
