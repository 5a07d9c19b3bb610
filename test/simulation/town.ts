import { MAX_RECEIVES } from '@postconfirm/contract';
import type { Delivery, DeliveryRules, UserRecord } from '@postconfirm/ledger';
import type { Log } from '@postconfirm/runtime';
import { logContext } from '@postconfirm/runtime/log.ts';
import { forbidden, noteOnEmails, transitionOf } from './applied-write.ts';
import { ExternalSystems } from './external-systems.ts';
import type { LastingFault } from './faults.ts';
import {
  type EmailEffect,
  emailEvents,
  emailWorker,
  enrichmentWorker,
  fanOut,
  type Grounds,
  type Lane,
  type Start,
} from './functions.ts';
import { type Applied, LedgerTable } from './ledger-table.ts';
import { Mapping } from './mapping.ts';
import { Network } from './network.ts';
import { actAsOperator } from './operator.ts';
import { type Person, POOL, somebody } from './person.ts';
import type { Profile } from './profiles.ts';
import { Queue } from './queue.ts';
import { type Injected, RandomFate } from './random-fate.ts';
import { type Accepted, publishedIn, Ses } from './ses.ts';
import { NUMBERS, RULES, SENDS_PER_SECOND, TIMES, visibilityMs, WORKERS, type WorkerName } from './settings.ts';
import { subsOf } from './subs.ts';
import { type Line, Trace } from './trace.ts';
import { confirm } from './trigger.ts';
import { Turns } from './turns.ts';
import { World } from './world.ts';

export type TownPlan = {
  seed: number;
  people: number;
  policy: DeliveryRules['policy'];
  profile: Profile;
  /** Whether the trace's lines are kept, for reading. */
  keepTrace?: boolean;
  /** What stands in the place of the email worker's effect: a baseline. */
  emailEffect?: EmailEffect;
};

/** Everything that a judge may want to know of a town when it has come to rest. */
export type Town = {
  plan: TownPlan;
  people: readonly Person[];
  lasting: readonly LastingFault[];
  injected: readonly Injected[];
  emails: readonly Accepted[];
  deliveries: ReadonlyMap<string, Delivery>;
  records: ReadonlyMap<string, UserRecord>;
  table: LedgerTable;
  /** Users by the queue on which a dead letter of theirs lies. */
  deadLetters: ReadonlyMap<string, readonly string[]>;
  /** Users whose confirmation reached SQS. */
  enqueued: ReadonlySet<string>;
  /** Users of whom the log says ENQUEUE_FAILED. */
  enqueueFailed: ReadonlySet<string>;
  /** Users whose replayed message came too late to be mailed, of which the log tells. */
  stale: ReadonlySet<string>;
  /** Users who had no address any more when Cognito asked again. */
  addressGone: ReadonlySet<string>;
  /** Users of whom the log says that no email was owed them. */
  skipped: ReadonlySet<string>;
  /** Users whose message an email worker had in hand when it died or was given up. */
  abandoned: ReadonlySet<string>;
  /** Users whose email a person wished to be sent again. */
  resentByOperator: ReadonlySet<string>;
  /** What was seen to be wrong while the town lived. */
  complaints: readonly string[];
  lanes: readonly Lane[];
  trace: { digest: string; lines: readonly Line[] };
};

const STARTS_AT = Date.UTC(2026, 2, 1, 9);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Nothing waits for longer than the retention of two queues. */
const ENDS_AFTER_MS = 40 * DAY;
/** What was late may come within this time after all queues are empty. */
const AFTERMATH_MS = HOUR;
/** An outage begins while people sign up. */
const OUTAGE_BEGINS_WITHIN_MS = 300_000;
/** In an outage that flickers: how often some events are read, and for how long. */
const FLICKER_EVERY_MS = 1_800_000;
const FLICKER_MS = 65_000;
/** Milliseconds, at least and at most, from SES to the queue of its events. */
const QUICK_TOPIC_MS = { least: 100, most: 3_000 };
const SLOW_TOPIC_MS = { least: 360_000, most: 840_000 };
/** How far a clock is off, at most. */
const CLOCK_ERROR_MS = 5_000;
/** The trigger's caller may wait for no longer. */
const LONGEST_TRIGGER_MS = 3_000;

/** Lets a town of people confirm, and everything happen that follows, until nothing is left to do. */
export async function liveThrough(plan: TownPlan): Promise<Town> {
  const life = new Life(plan);
  await life.pass();
  return life.facts();
}

class Life {
  readonly #plan: TownPlan;
  readonly #world: World;
  readonly #fate: RandomFate;
  readonly #trace: Trace;
  readonly #people: Person[];
  readonly #lasting: LastingFault[];
  readonly #lanes: Grounds['lanes'];
  readonly #table: LedgerTable;
  readonly #ses: Ses;
  readonly #network: Network;
  readonly #mappings: Mapping[];
  readonly #complaints: string[] = [];
  readonly #enqueued = new Set<string>();
  readonly #enqueueFailed = new Set<string>();
  readonly #stale = new Set<string>();
  readonly #skipped = new Set<string>();
  readonly #abandoned = new Set<string>();
  readonly #resentByOperator = new Set<string>();
  readonly #addressGone = new Set<string>();
  readonly #confirmedAt = new Map<string, number>();
  readonly #turns = new Turns((complaint) => this.#complain(complaint));
  #signUpsOver = STARTS_AT;
  #down = { from: 0, until: 0 };
  #pausedUntil = 0;
  #quietSince: number | undefined;

  constructor(plan: TownPlan) {
    this.#plan = plan;
    const world = new World({ seed: plan.seed, startsAt: STARTS_AT });
    this.#world = world;
    this.#fate = new RandomFate(plan.seed ^ 0x5f3759df, plan.profile.rates);
    this.#trace = new Trace({ keep: plan.keepTrace ?? false });
    this.#people = Array.from({ length: plan.people }, (_, index) => somebody(world, index + 1));
    this.#lasting = Object.entries(plan.profile.lasting).flatMap(([fault, chance]) =>
      world.chance(chance) ? [fault as LastingFault] : [],
    );
    this.#lanes = this.#lay();
    this.#network = new Network(world, this.#fate, {
      told: (process, subs, what) => {
        for (const sub of subs) this.#note(process.name, sub, what);
      },
      ...(plan.profile.freezesMs && { freezesMs: plan.profile.freezesMs }),
    });
    this.#table = new LedgerTable({ applied: (write) => this.#applied(write) });
    this.#ses = new Ses(world, this.#fate, {
      topicQueue: this.#lanes['email-events'].queue,
      ratePerSecond: SENDS_PER_SECOND,
      isPaused: () => world.now() < this.#pausedUntil,
      topicDelayMs: this.#lasting.includes('events-slow') ? SLOW_TOPIC_MS : QUICK_TOPIC_MS,
    });
    this.#mappings = this.#start();
  }

  async pass(): Promise<void> {
    this.#beginLastingFaults();
    this.#signUp();
    this.#beat();
    await this.#world.run(() => this.#isAtRest());
    this.#fate.stop();
    const operator = { world: this.#world, table: this.#table, lanes: this.#lanes, emails: this.#ses.emails };
    this.#quietSince = undefined;
    for (const sub of await actAsOperator(operator)) this.#resentByOperator.add(sub);
    this.#beat();
    await this.#world.run(() => this.#isAtRest());
  }

  async facts(): Promise<Town> {
    const deliveries = new Map<string, Delivery>();
    const records = new Map<string, UserRecord>();
    for (const { sub } of this.#people) {
      const delivery = await this.#table.deliveries.read({ pool: POOL, sub, kind: 'confirmed' });
      if (delivery) deliveries.set(sub, delivery);
      const record = await this.#table.records.read({ pool: POOL, sub });
      if (record) records.set(sub, record);
    }
    const lanes = Object.values(this.#lanes);
    return {
      plan: this.#plan,
      people: this.#people,
      lasting: this.#lasting,
      injected: this.#fate.injected,
      emails: this.#ses.emails,
      deliveries,
      records,
      table: this.#table,
      deadLetters: new Map(
        lanes.map(({ queue, deadLetters }) => [queue.name, deadLetters.lying().flatMap(({ body }) => subsOf(body))]),
      ),
      enqueued: this.#enqueued,
      enqueueFailed: this.#enqueueFailed,
      stale: this.#stale,
      addressGone: this.#addressGone,
      skipped: this.#skipped,
      abandoned: this.#abandoned,
      resentByOperator: this.#resentByOperator,
      complaints: this.#complaints,
      lanes,
      trace: { digest: this.#trace.digest(), lines: this.#trace.lines },
    };
  }

  #lay(): Grounds['lanes'] {
    const lane = (name: keyof Grounds['lanes'], worker: WorkerName): Lane => {
      const retentionMs = TIMES.retentionMs;
      const deadLetters = new Queue(this.#world, {
        name: `${name}-dlq`,
        retentionMs,
        visibilityMs: 30_000,
        maxReceives: Number.POSITIVE_INFINITY,
      });
      const visibility = visibilityMs(worker);
      const queue = new Queue(this.#world, {
        name,
        retentionMs,
        visibilityMs: visibility,
        maxReceives: MAX_RECEIVES[name],
        deadLetters,
      });
      return { queue, deadLetters };
    };
    return {
      confirmations: lane('confirmations', 'fan-out'),
      email: lane('email', 'email-worker'),
      enrichment: lane('enrichment', 'enrichment-worker'),
      'email-events': lane('email-events', 'email-events'),
    };
  }

  #start(): Mapping[] {
    const grounds: Grounds = {
      world: this.#world,
      network: this.#network,
      table: this.#table,
      ses: this.#ses,
      systems: new ExternalSystems(this.#world),
      lanes: this.#lanes,
      rules: { ...RULES, policy: this.#plan.policy },
      numbers: NUMBERS,
      logOf: ({ name }) => this.#logOf(name),
      turnTaken: (environment) => this.#turns.taken(environment),
      sends: (environment) => this.#turns.spent(environment),
    };
    const map = (
      lane: Lane,
      worker: WorkerName,
      start: Start,
      more: Partial<ConstructorParameters<typeof Mapping>[2]> = {},
    ) =>
      new Mapping(this.#world, this.#fate, {
        queue: lane.queue,
        start,
        ...WORKERS[worker],
        skewMs: this.#lasting.includes('clock-skew') ? CLOCK_ERROR_MS : 0,
        ...more,
      });
    return [
      map(this.#lanes.confirmations, 'fan-out', fanOut(grounds)),
      map(this.#lanes.email, 'email-worker', emailWorker(grounds, this.#plan.emailEffect), {
        abandoned: (subs) => {
          for (const sub of subs) this.#abandoned.add(sub);
        },
      }),
      map(this.#lanes.enrichment, 'enrichment-worker', enrichmentWorker(grounds)),
      map(this.#lanes['email-events'], 'email-events', emailEvents(grounds), {
        ...(this.#plan.profile.readsSlowly && { batchSize: 1, maximumConcurrency: 1 }),
        isUp: () => this.#eventsAreRead(),
        failed: (bodies) => this.#eventsTroubled(bodies),
      }),
    ];
  }

  #eventsAreRead(): boolean {
    const { from, until } = this.#down;
    const now = this.#world.now();
    const flickers = this.#plan.profile.flickers && (now - from) % FLICKER_EVERY_MS > FLICKER_EVERY_MS - FLICKER_MS;
    return now < from || now >= until || flickers === true;
  }

  #beginLastingFaults(): void {
    const start = this.#world.now();
    const hours = this.#lasting.includes('events-down-6h') ? 6 : this.#lasting.includes('events-down-2h') ? 2 : 0;
    const from = start + this.#world.between(0, OUTAGE_BEGINS_WITHIN_MS);
    this.#down = { from, until: from + hours * HOUR };
    if (this.#lasting.includes('ses-paused-5d')) this.#pausedUntil = start + 5 * DAY;
  }

  #signUp(): void {
    const world = this.#world;
    const span = this.#lasting.includes('low-traffic') ? 12 * HOUR : HOUR / 6;
    const signUps = {
      world,
      network: this.#network,
      fate: this.#fate,
      confirmations: this.#lanes.confirmations.queue,
      log: (name: string) => this.#logOf(name),
      enqueued: (sub: string) => void this.#enqueued.add(sub),
      took: (sub: string, milliseconds: number, frozenMs: number) => {
        if (milliseconds - frozenMs > LONGEST_TRIGGER_MS) this.#complain(`${sub}: the trigger took ${milliseconds} ms`);
      },
      overran: (sub: string) => this.#complain(`${sub}: the trigger took more than ${TIMES.triggerTimeoutMs} ms`),
      addressGone: (sub: string) => void this.#addressGone.add(sub),
    };
    for (const person of this.#people) {
      const at = world.now() + world.between(0, span);
      this.#signUpsOver = Math.max(this.#signUpsOver, at + 4 * TIMES.cognitoTimeoutMs);
      this.#confirmedAt.set(person.sub, at);
      world.at(at, () => confirm(signUps, person));
    }
  }

  /** The scheduled heartbeat, for as long as something is left to do. */
  #beat(): void {
    if (this.#isQuiet()) return;
    this.#ses.beat();
    this.#world.after(TIMES.heartbeatMs, () => this.#beat());
  }

  #isQuiet(): boolean {
    const { confirmations, email, enrichment } = this.#lanes;
    return (
      this.#world.now() > this.#signUpsOver &&
      confirmations.queue.size + email.queue.size + enrichment.queue.size === 0 &&
      !this.#mappings.some((mapping) => mapping.busy)
    );
  }

  #isAtRest(): boolean {
    const now = this.#world.now();
    if (now > STARTS_AT + ENDS_AFTER_MS) return true;
    if (!this.#isQuiet()) this.#quietSince = undefined;
    else this.#quietSince ??= now;
    return this.#quietSince !== undefined && now > this.#quietSince + AFTERMATH_MS;
  }

  #applied(write: Applied): void {
    this.#note('table', write.key.sub, transitionOf(write));
    for (const complaint of forbidden(write)) this.#complain(complaint);
    noteOnEmails(this.#ses.emails, write, this.#world.now());
  }

  /** An event that came back is not one that the promise counts on. */
  #eventsTroubled(bodies: readonly string[]): void {
    for (const event of bodies.flatMap((body) => publishedIn(body, this.#ses.emails))) {
      if (event.appliedAt === undefined) event.troubled = true;
    }
  }

  #checkAge(sub: string): void {
    const ageMs = this.#world.now() - (this.#confirmedAt.get(sub) ?? 0);
    if (ageMs < 3 * DAY - CLOCK_ERROR_MS) this.#complain(`${sub} was stale after ${Math.round(ageMs / HOUR)} hours`);
  }

  #logOf(name: string): Log {
    return (code, fields = {}) => {
      const sub = fields.sub ?? logContext().sub ?? '';
      if (code === 'ENQUEUE_FAILED') this.#enqueueFailed.add(sub);
      if (code === 'EMAIL_SKIPPED') (fields.reason === 'stale' ? this.#stale : this.#skipped).add(sub);
      if (code === 'EMAIL_SKIPPED' && fields.reason === 'stale') this.#checkAge(sub);
      this.#note(name, sub, `${code} ${fields.reason ?? ''}`);
    };
  }

  #note(who: string, sub: string, what: string): void {
    this.#trace.add({ at: this.#world.now(), who, sub, what });
  }

  #complain(complaint: string): void {
    this.#complaints.push(complaint);
  }
}
