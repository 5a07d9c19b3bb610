import { encodeMessage, MAX_RECEIVES } from '@postconfirm/contract';
import type { Delivery, DeliveryRules, EventFlow } from '@postconfirm/ledger';
import { deliveryId } from '@postconfirm/ledger/memory';
import type { Log } from '@postconfirm/runtime';
import { createConfirm } from '@postconfirm/trigger/confirm.ts';
import { forbidden, noteOnEmails, transitionOf } from '../applied-write.ts';
import { ExternalSystems } from '../external-systems.ts';
import { emailEvents, emailWorker, type Grounds, type Lane } from '../functions.ts';
import { type Applied, LedgerTable } from '../ledger-table.ts';
import { eventOf } from '../mapping.ts';
import type { Calls } from '../network.ts';
import { confirmationEvent, type Person, POOL } from '../person.ts';
import { type Lying, Queue } from '../queue.ts';
import { Ses } from '../ses.ts';
import { NUMBERS, RULES, TIMES, visibilityMs, WORKERS, type WorkerName } from '../settings.ts';
import { Course } from './course.ts';
import type { LaneName, Things, Worker } from './state.ts';

export const STARTS_AT = Date.UTC(2026, 2, 1, 9);
export const PERSON: Person = { sub: 'user-1', owed: 'email', by: 'sign-up' };

const KEY = { pool: POOL, sub: PERSON.sub, kind: 'confirmed' };
const WORKER_OF = { email: 'email-worker', 'email-events': 'email-events' } as const;

/** Hears of everything that happens, for a timeline. */
export type Note = (who: string, what: string) => void;

/**
 * The table, the queues and SES of one user, which can be put back into any state that they had; and production's
 * workers over them. An event lies on its queue as soon as SES made it: when it is received is a matter of the order.
 */
export class Scene {
  readonly lanes: Record<LaneName, Lane>;
  /** What was seen to be wrong since the latest `restore`. */
  complaints: string[] = [];
  note: Note = () => undefined;
  #now = STARTS_AT;
  #ses: Ses;
  readonly #items = new Map<string, Delivery>();
  readonly #kept: { flow: EventFlow } = { flow: undefined };
  readonly #world = {
    now: () => this.#now,
    random: () => 0.5,
    between: (least: number) => least,
    chance: () => false,
    at: (_: number, run: () => void) => run(),
    after: (_: number, run: () => void) => run(),
  };
  readonly #table = new LedgerTable(
    { applied: (write) => this.#applied(write) },
    { items: this.#items, flow: this.#kept },
  );
  readonly #grounds: Omit<Grounds, 'network' | 'logOf'>;
  readonly #courses = new Map<string, Promise<Course>>();

  constructor(policy: DeliveryRules['policy']) {
    this.lanes = { email: this.#lane('email'), 'email-events': this.#lane('email-events') };
    this.#ses = this.#newSes();
    this.#grounds = {
      world: this.#world,
      table: this.#table,
      ses: { send: (tags, by) => this.#ses.send(tags, by) },
      systems: new ExternalSystems(this.#world),
      lanes: { ...this.lanes, confirmations: this.#lane('confirmations'), enrichment: this.#lane('enrichment') },
      rules: { ...RULES, policy },
      numbers: NUMBERS,
      turnTaken: () => undefined,
      sends: () => undefined,
    };
  }

  get now(): number {
    return this.#now;
  }

  get emails(): Ses['emails'] {
    return this.#ses.emails;
  }

  /** The trigger's message about the one user, as often as it was asked; SES's events have flowed for a day. */
  async begin(messages: number): Promise<void> {
    this.#kept.flow = { lastSeen: STARTS_AT, flowingSince: STARTS_AT - 86_400_000 };
    const confirm = createConfirm({
      allowed: { customAttributes: [], clientMetadataKeys: [], region: 'eu-central-1' },
      moment: () => ({ time: new Date(STARTS_AT).toISOString(), uuid: PERSON.sub, traceparent: undefined }),
      log: () => undefined,
      enqueue: async (message) => this.lanes.email.queue.send(encodeMessage(message)),
    });
    for (let count = 0; count < messages; count += 1) await confirm(confirmationEvent(PERSON));
  }

  /** Time passes, with a heartbeat of the events every minute. */
  pass(until: number): void {
    const { heartbeatMs, gapMs } = TIMES;
    const first = this.#now - ((this.#now - STARTS_AT) % heartbeatMs) + heartbeatMs;
    for (let beat = first; beat <= until; beat += heartbeatMs) {
      void this.#table.flow.advance({ eventAt: beat, now: beat }, gapMs);
    }
    this.#now = until;
  }

  save(): Things {
    return {
      queues: this.#queues().map((queue) => queue.save()),
      delivery: this.#items.get(deliveryId(KEY)),
      flow: this.#kept.flow,
      emails: this.emails.map(copied),
    };
  }

  restore({ queues, delivery, flow, emails }: Things, now: number): void {
    this.#now = now;
    this.complaints = [];
    for (const [index, queue] of this.#queues().entries()) queue.restore(queues[index] as (typeof queues)[number]);
    this.#items.clear();
    if (delivery) this.#items.set(deliveryId(KEY), delivery);
    this.#kept.flow = flow;
    this.#ses = this.#newSes();
    this.emails.push(...emails.map(copied));
  }

  /** Lambda invokes a worker with one message. */
  async invoke(lane: LaneName, message: Lying): Promise<Worker> {
    const { messageId, receipt, body } = message;
    const name = `${WORKER_OF[lane]} ${receipt}`;
    const endsAt = this.#now + WORKERS[WORKER_OF[lane]].timeoutMs;
    const invocation = {
      name,
      event: eventOf([message]),
      startedAt: this.#now,
      deadline: endsAt,
      start: (network: Calls, log: Log) => {
        const grounds = { ...this.#grounds, network, logOf: () => log };
        return lane === 'email' ? emailWorker(grounds) : emailEvents(grounds);
      },
    };
    const key = JSON.stringify([name, this.#now, body]);
    const course = this.#courses.get(key) ?? Course.of(invocation);
    this.#courses.set(key, course);
    const inHand = { lane, messageId, receipt, body };
    const rest = { attempt: 1, from: this.#now, frozenMs: 0, frozenAtCall: 0, givenUp: false };
    return { name, inHand, course: await course, endsAt, ...rest };
  }

  #queues(): Queue[] {
    return Object.values(this.lanes).flatMap(({ queue, deadLetters }) => [queue, deadLetters]);
  }

  #newSes(): Ses {
    const topicQueue = this.lanes['email-events'].queue;
    const options = { topicQueue, ratePerSecond: Number.POSITIVE_INFINITY, isPaused: () => false };
    return new Ses(this.#world, { way: () => false }, { ...options, topicDelayMs: { least: 0, most: 0 } });
  }

  #lane(name: keyof Grounds['lanes']): Lane {
    const worker: WorkerName = name === 'email-events' ? 'email-events' : 'email-worker';
    const times = { retentionMs: TIMES.retentionMs, visibilityMs: visibilityMs(worker) };
    const deadLetters = new Queue(this.#world, {
      name: `${name}-dlq`,
      ...times,
      maxReceives: Number.POSITIVE_INFINITY,
    });
    return {
      queue: new Queue(this.#world, { name, ...times, maxReceives: MAX_RECEIVES[name], deadLetters }),
      deadLetters,
    };
  }

  #applied(write: Applied): void {
    this.note('table', transitionOf(write));
    this.complaints.push(...forbidden(write));
    noteOnEmails(this.emails, write, this.#now);
  }
}

const copied = (email: Ses['emails'][number]): Ses['emails'][number] => ({
  ...email,
  events: email.events.map((event) => ({ ...event })),
});
