import type { Log } from '@postconfirm/runtime';
import { emailEvents, emailWorker, enrichmentWorker, fanOut, type Grounds } from '../../simulation/functions.ts';
import { Mapping } from '../../simulation/mapping.ts';
import { Ses } from '../../simulation/ses.ts';
import { SIMULATED, TIMES, type WorkerName } from '../../simulation/settings.ts';
import { confirm, type SignUps } from '../../simulation/trigger.ts';
import { World } from '../../simulation/world.ts';
import { momentsOf } from './arrivals.ts';
import { CountedNetwork } from './counted-network.ts';
import { Door } from './door.ts';
import { Executions } from './executions.ts';
import { layLanes } from './lanes.ts';
import { launchSystems } from './launch-systems.ts';
import { LaunchTable } from './launch-table.ts';
import { type LaunchPlan, numbersOfStage, rulesOfStage, sendsCodes } from './plan.ts';
import { GATHER_MS, INIT_MS, mappingNumbers, mostBatches } from './polling.ts';
import { LANES, type Sample } from './samples.ts';
import { FunctionTally } from './tally.ts';

const STARTS_AT = Date.UTC(2026, 2, 1);
const SAMPLE_EVERY_MS = 60_000;
/** Nothing waits for longer than the retention of two queues. */
const ENDS_AFTER_MS = 40 * 86_400_000;
/** SES's last events are under way for less than this after the last email; and read, unless nobody can, within that. */
const AFTERMATH_MS = { least: 60_000, most: 6 * 3_600_000 };
const NO_FAULTS = { call: () => undefined, way: () => false };
const START = {
  'fan-out': fanOut,
  'email-worker': emailWorker,
  'enrichment-worker': enrichmentWorker,
  'email-events': emailEvents,
};

/** A launch day by production's own functions, in the simulation's world without its faults and with AWS's quotas. */
export class Launch {
  readonly plan: LaunchPlan;
  readonly samples: Sample[] = [];
  readonly network: CountedNetwork;
  readonly table = new LaunchTable();
  readonly lanes: Grounds['lanes'];
  readonly functions: Record<WorkerName | 'trigger', FunctionTally>;
  readonly executions: Executions;
  readonly door: Door;
  /** Lines of the log, by code and reason. */
  readonly lines = new Map<string, number>();
  /** `missed`: their trigger was throttled, and nothing here will ever hear of them. */
  readonly users = { confirmed: 0, missed: 0 };
  /** Milliseconds from the beginning at which the last of what users wait for was done. */
  drainedAt = 0;
  readonly #world: World;
  readonly #ses: Ses;
  readonly #signUps: SignUps;
  #quietSince: number | undefined;

  constructor(plan: LaunchPlan) {
    const { config, seed, users, curve } = plan;
    this.plan = plan;
    const world = new World({ seed, startsAt: STARTS_AT });
    this.#world = world;
    this.network = new CountedNetwork(world, { sourceMs: plan.enrichmentMs });
    this.lanes = layLanes(world, config);
    this.executions = new Executions({
      account: plan.accountConcurrency,
      reserved: config.trigger.reservedConcurrency,
    });
    this.#ses = new Ses(world, NO_FAULTS, {
      topicQueue: this.lanes['email-events'].queue,
      ratePerSecond: plan.sesRate ?? config.email.sendsPerSecond,
      isPaused: () => false,
      topicDelayMs: { least: 100, most: 3_000 },
      ...(plan.sesDailyQuota !== undefined && { dailyQuota: plan.sesDailyQuota }),
      keeps: false,
    });
    const names = [...SIMULATED.map(({ name }) => name), 'trigger'] as const;
    this.functions = Object.fromEntries(names.map((name) => [name, new FunctionTally()])) as Launch['functions'];
    this.#map();
    this.#signUps = this.#signUpsOf(world);
    this.door = new Door(world, {
      cognitoRate: plan.cognitoRate,
      moments: momentsOf(curve, users, world.random),
      ...(sendsCodes(config) && { ses: this.#ses }),
      confirmed: () => this.#confirm(),
    });
  }

  async pass(): Promise<this> {
    this.door.open();
    this.#beat();
    this.#sample();
    await this.#world.run(() => this.#isAtRest());
    return this;
  }

  /** Each mapping watches its queue by itself. */
  #map(): void {
    const { config } = this.plan;
    const grounds: Grounds = {
      world: this.#world,
      network: this.network,
      table: this.table,
      ses: this.#ses,
      systems: launchSystems,
      lanes: this.lanes,
      rules: rulesOfStage(config),
      numbers: numbersOfStage(config),
      logOf: () => this.#log,
      turnTaken: () => undefined,
      sends: () => undefined,
    };
    for (const { name, queue } of SIMULATED) {
      const tally = this.functions[name];
      new Mapping(this.#world, NO_FAULTS, {
        queue: this.lanes[queue].queue,
        start: START[name](grounds),
        ...mappingNumbers(config, name),
        gatherMs: GATHER_MS,
        skewMs: 0,
        quota: {
          batches: mostBatches(config, name),
          admit: this.executions.admitWorker,
          leave: this.executions.leaveWorker,
          initMs: INIT_MS,
          received: (batch) => tally.received(batch),
          ran: (milliseconds) => tally.ran(milliseconds),
        },
      });
    }
  }

  #signUpsOf(world: World): SignUps {
    return {
      world,
      network: this.network,
      fate: NO_FAULTS,
      confirmations: this.lanes.confirmations.queue,
      log: () => this.#log,
      enqueued: () => undefined,
      took: (_, milliseconds) => {
        this.executions.leaveTrigger();
        this.functions.trigger.ran(milliseconds);
      },
      overran: () => this.executions.leaveTrigger(),
      addressGone: () => undefined,
    };
  }

  readonly #log: Log = (code, { reason } = {}) => {
    const line = reason === undefined ? code : `${code} ${reason}`;
    this.lines.set(line, (this.lines.get(line) ?? 0) + 1);
    if (code === 'EMAIL_SENT' || code === 'WRITTEN_BACK') this.drainedAt = this.#world.now() - STARTS_AT;
  };

  #confirm(): void {
    this.users.confirmed += 1;
    const sub = `user-${this.users.confirmed}`;
    const admitted = this.executions.admitTrigger();
    if (admitted === undefined) {
      this.users.missed += 1;
      return;
    }
    const initMs = admitted.cold ? INIT_MS : 0;
    this.functions.trigger.milliseconds += initMs;
    this.#world.after(initMs, () => confirm(this.#signUps, { sub, owed: 'email', by: 'sign-up' }));
  }

  /** The heartbeat of SES's events. */
  #beat(): void {
    this.#ses.beat();
    this.#world.after(TIMES.heartbeatMs, () => this.#beat());
  }

  #sample(): void {
    const queues = Object.fromEntries(
      LANES.map((lane) => {
        const { queue } = this.lanes[lane];
        return [lane, { messages: queue.size, inFlight: queue.inFlight, oldestMs: queue.oldestAge() }];
      }),
    ) as Sample['queues'];
    const { emails: sent, records: enriched } = this.table.done;
    this.samples.push({ at: this.#world.now() - STARTS_AT, confirmed: this.users.confirmed, sent, enriched, queues });
    this.#world.after(this.plan.sampleEveryMs ?? SAMPLE_EVERY_MS, () => this.#sample());
  }

  /** All was done but for heartbeats, and what SES says of the last emails came too. */
  #isAtRest(): boolean {
    const now = this.#world.now();
    if (now > STARTS_AT + ENDS_AFTER_MS) return true;
    if (!this.#isQuiet()) this.#quietSince = undefined;
    else this.#quietSince ??= now;
    if (this.#quietSince === undefined) return false;
    const { least, most } = AFTERMATH_MS;
    const quietMs = now - this.#quietSince;
    return quietMs > most || (quietMs > least && this.lanes['email-events'].queue.size === 0);
  }

  /** Everybody came, and nobody waits. */
  #isQuiet(): boolean {
    const { confirmations, email, enrichment } = this.lanes;
    return (
      this.door.isOver &&
      this.door.waiting === 0 &&
      confirmations.queue.size + email.queue.size + enrichment.queue.size === 0
    );
  }
}

/** Lives through a launch day until nothing is left to do. */
export const livedThrough = (plan: LaunchPlan): Promise<Launch> => new Launch(plan).pass();
