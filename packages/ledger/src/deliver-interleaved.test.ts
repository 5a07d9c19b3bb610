import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DeliveryRules } from './decide.ts';
import { createDeliver } from './deliver.ts';
import type { DeliveryKey, DeliveryStore } from './delivery.ts';
import type { DeliveryRequest, SendResult } from './delivery-step.ts';
import type { EventFlow } from './event-flow.ts';
import { createMemoryDeliveryStore } from './memory-delivery-store.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 10, 22, 12);
const key: DeliveryKey = { pool: 'eu-central-1_Abc', sub: 'sub-1', kind: 'confirmed' };

const rules: DeliveryRules = {
  leaseMs: 90_000,
  windowMs: 15 * MINUTE,
  gapMs: 5 * MINUTE,
  recheckMs: 10 * MINUTE,
  doubtCapMs: 4 * HOUR,
  staleAfterMs: Number.POSITIVE_INFINITY,
  accountWaitMs: HOUR,
  maxAttempts: 8,
  policy: 'resend',
};

/** What a write of the store meets: nothing, an error before or after it applied, or a repetition by the SDK. */
type Fate = 'fine' | 'not-applied' | 'unanswered' | 'repeated';

/** One receive of a message of this delivery, and what it meets. `copies`: how many emails SES then really took. */
type Receive = {
  request: Pick<DeliveryRequest<'email'>, 'intent' | 'receive' | 'facts'>;
  answer: { result: SendResult; copies: number };
  fates: Fate[];
};

const answers: Receive['answer'][] = [
  { result: { kind: 'accepted', messageId: 'ses-1' }, copies: 1 },
  { result: { kind: 'ambiguous', reason: 'no-answer' }, copies: 1 },
  { result: { kind: 'ambiguous', reason: 'no-answer' }, copies: 0 },
  ...(['throttled', 'account', 'definite', 'invalid'] as const).map((as) => ({
    result: { kind: 'rejected', class: as, reason: as } as const,
    copies: 0,
  })),
];

const anyRequest: fc.Arbitrary<Receive['request']> = fc.record({
  intent: fc.oneof(
    { weight: 4, arbitrary: fc.constant({ kind: 'email', email: 'email' } as const) },
    { weight: 1, arbitrary: fc.constant({ kind: 'skip', reason: 'unverified' } as const) },
  ),
  receive: fc.record({ receiveCount: fc.integer({ min: 1, max: 2 }), deadline: fc.constant(Number.POSITIVE_INFINITY) }),
  facts: fc.constantFrom(
    { entry: 'live', marks: { replays: 0, requestedAt: START }, confirmedAt: START } as const,
    { entry: 'again', marks: { replays: 1, requestedAt: START }, confirmedAt: START } as const,
  ),
});

const anyReceive: fc.Arbitrary<Receive> = fc.record({
  request: anyRequest,
  answer: fc.constantFrom(...answers),
  fates: fc.array(fc.constantFrom<Fate>('fine', 'fine', 'fine', 'not-applied', 'unanswered', 'repeated'), {
    maxLength: 4,
  }),
});

/** Enough for leases, windows and caps to end while a worker sleeps between two of its steps. */
const leaps = fc.array(fc.constantFrom(1000, 90_000, 16 * MINUTE, 4 * HOUR), { maxLength: 8 });

type World = { store: DeliveryStore; clock: { now: number }; copies: number; owners: number };

const freshWorld = (): World => ({ store: createMemoryDeliveryStore(), clock: { now: START }, copies: 0, owners: 0 });

const flowing = (now: number): EventFlow => ({ lastSeen: now, flowingSince: START - HOUR });

type Settings = { world: World; rules: DeliveryRules; events: boolean; pause: () => Promise<void> };

/** A worker that may be put to sleep, by `pause`, before and after everything that it asks of others. */
function receiveBy({ world, rules, events, pause }: Settings, { request, answer, fates }: Receive) {
  const { clock } = world;
  const meets = async <T>(call: () => Promise<T>): Promise<T> => {
    const fate = fates.shift();
    await pause();
    if (fate === 'not-applied') throw new Error('not applied');
    let result = await call();
    if (fate === 'unanswered') throw new Error('unanswered');
    if (fate === 'repeated') result = await pause().then(call);
    await pause();
    return result;
  };
  const { store } = world;
  const deliver = createDeliver<'email'>(
    {
      store: {
        read: (of) => meets(() => store.read(of)),
        claim: (...given) => meets(() => store.claim(...given)),
        release: (...given) => meets(() => store.release(...given)),
        doubt: (...given) => meets(() => store.doubt(...given)),
        hold: (...given) => meets(() => store.hold(...given)),
        skip: (...given) => meets(() => store.skip(...given)),
        recordSent: (...given) => meets(() => store.recordSent(...given)),
        recordEvent: (...given) => meets(() => store.recordEvent(...given)),
        settle: (...given) => meets(() => store.settle(...given)),
        reopen: (...given) => meets(() => store.reopen(...given)),
        forget: (...given) => meets(() => store.forget(...given)),
      },
      send: async () => {
        await pause();
        world.copies += answer.copies;
        await pause();
        return answer.result;
      },
      turn: async () => true,
      flow: async () => (events ? flowing(clock.now) : undefined),
      now: () => clock.now,
      newOwner: () => `owner-${++world.owners}`,
      backoffSeconds: () => 60,
      report: () => undefined,
    },
    rules,
  );
  return deliver({ key, ...request }).catch(() => ({ kind: 'retry', reason: 'unexpected' }) as const);
}

type Plan = { receives: Receive[]; leaps: number[]; order: fc.Scheduler; policy: 'resend' | 'hold'; events: boolean };

/** All receives at once, in the scheduler's order, while the clock leaps now and then. */
async function run({ receives, leaps, order, policy, events }: Plan) {
  const world = freshWorld();
  const settings = { world, rules: { ...rules, policy }, events, pause: () => order.schedule(Promise.resolve()) };
  const outcomes = Promise.all(
    receives.map((receive) => receiveBy(settings, { ...receive, fates: [...receive.fates] })),
  );
  for (const leap of leaps) {
    void order.schedule(Promise.resolve()).then(() => {
      world.clock.now += leap;
    });
  }
  const all = await order.waitFor(outcomes);
  return { world, settings, outcomes: all, state: (await world.store.read(key))?.state };
}

const always = (
  plan: { policy: 'resend' | 'hold'; events: boolean },
  property: (ran: Awaited<ReturnType<typeof run>>) => unknown,
) =>
  fc.assert(
    fc.asyncProperty(
      fc.array(anyReceive, { minLength: 1, maxLength: 5 }),
      leaps,
      fc.scheduler(),
      async (receives, leaps, order) => {
        await property(await run({ receives, leaps, order, ...plan }));
      },
    ),
    { numRuns: 1500 },
  );

const ways = [
  { policy: 'resend', events: false, most: 1 },
  { policy: 'hold', events: false, most: 1 },
  { policy: 'hold', events: true, most: 1 },
  { policy: 'resend', events: true, most: 2 },
] as const;

it.each(ways)('never more than $most email: policy $policy, events read: $events', async ({ most, ...plan }) => {
  await always(plan, ({ world }) => expect(world.copies).toBeLessThanOrEqual(most));
});

it.each(ways)(
  'no message is acknowledged for good before its email was sent or skipped: $policy, $events',
  async (plan) => {
    await always(plan, ({ outcomes, state }) => {
      const allDone = outcomes.every(({ kind }) => kind === 'done' || kind === 'duplicate');
      expect(allDone && !['SENT', 'SKIPPED'].includes(state ?? '')).toBe(false);
    });
  },
);

it('an email that SES took is never recorded as one that it did not', async () => {
  await always({ policy: 'hold', events: true }, ({ world, state }) => {
    expect(world.copies > 0 && ['SKIPPED', 'RETRY', undefined].includes(state)).toBe(false);
  });
});

it.each(ways)('once all is well again every delivery ends: $policy, $events', async (plan) => {
  const healthy: Receive = {
    request: {
      intent: { kind: 'email', email: 'email' },
      receive: { receiveCount: 2, deadline: Number.POSITIVE_INFINITY },
      facts: { entry: 'again', marks: { replays: 9, requestedAt: START }, confirmedAt: START },
    },
    answer: { result: { kind: 'accepted', messageId: 'ses-9' }, copies: 1 },
    fates: [],
  };
  await always(plan, async ({ world, settings }) => {
    const quiet = { ...settings, pause: () => Promise.resolve() };
    for (let n = 0; n < 40; n += 1) {
      const outcome = await receiveBy(quiet, healthy);
      if (outcome.kind !== 'retry') break;
      world.clock.now += ('afterSeconds' in outcome ? (outcome.afterSeconds ?? 60) : 60) * 1000;
    }
    expect((await world.store.read(key))?.state).toMatch(/^(SENT|HELD)$/);
  });
});
