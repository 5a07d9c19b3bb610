import type { SesEventType } from '@postconfirm/ledger';
import type { Fate } from './faults.ts';
import type { Queue } from './queue.ts';
import { RollingCount } from './rolling-count.ts';
import type { World } from './world.ts';

/** What SES published of an email. `appliedAt`: when the ledger had it. `troubled`: a fault hit it on its way. */
export type Published = { type: SesEventType; lost: boolean; troubled: boolean; appliedAt?: number };

/** A process that sends, and how long it had stood still before. */
export type Sender = { process: { name: string; frozenMs: number }; frozenBefore: number };

type SesWorld = Pick<World, 'now' | 'between' | 'chance' | 'at' | 'after'>;

/** One email that SES accepted. */
export type Accepted = {
  messageId: string;
  sub: string;
  attempt: number;
  at: number;
  events: Published[];
  /** When the ledger had SES's own answer. */
  recordedAt?: number;
  by: Sender;
};

type Refused = 'rate' | 'paused' | 'quota';

export type Answer = { messageId: string } | { refused: Refused };

type SesOptions = {
  topicQueue: Queue;
  ratePerSecond: number;
  isPaused: () => boolean;
  /** How long the topic takes, in milliseconds. */
  topicDelayMs: { least: number; most: number };
  /** Emails in any 24 hours; no limit when left out. */
  dailyQuota?: number;
  /** Whether `emails` is kept: a launch day's would fill the memory. */
  keeps?: boolean;
};

const LATE_MS = { least: 120_000, most: 2_400_000 };
const BOUNCE_RATE = 0.03;

/** SES: takes emails, tells of them by events; refuses while paused, and above its rate. */
export class Ses {
  readonly emails: Accepted[] = [];
  readonly #world: SesWorld;
  readonly #fate: Pick<Fate, 'way'>;
  readonly #options: SesOptions;
  readonly #lastDay = new RollingCount(24 * 3_600_000);
  #recent: number[] = [];
  #unkept = 0;

  constructor(world: SesWorld, fate: Pick<Fate, 'way'>, options: SesOptions) {
    this.#world = world;
    this.#fate = fate;
    this.#options = options;
  }

  send(tags: Readonly<Record<string, string>>, by: Accepted['by']): Answer {
    const now = this.#world.now();
    const refused = this.#take(now);
    if (refused) return { refused };
    const messageId = `ses-${this.#unkept + this.emails.length + 1}`;
    const { sub = '', attempt = '0' } = tags;
    const email: Accepted = { messageId, sub, attempt: Number(attempt), at: now, events: [], by: asOfNow(by) };
    if (this.#options.keeps ?? true) this.emails.push(email);
    else this.#unkept += 1;
    this.#publish(email, tags, 'Send', this.#world.between(200, 2_000));
    const second = this.#world.chance(BOUNCE_RATE) ? 'Bounce' : 'Delivery';
    this.#publish(email, tags, second, this.#world.between(2_000, 30_000));
    return { messageId };
  }

  /** An email of another sender of the account, such as Cognito's codes: it counts, and says nothing. Why not, if refused. */
  sendOther = (): Refused | undefined => this.#take(this.#world.now());

  #take(now: number): Refused | undefined {
    const { isPaused, ratePerSecond, dailyQuota } = this.#options;
    if (isPaused()) return 'paused';
    this.#recent = this.#recent.filter((at) => at > now - 1000);
    if (this.#recent.length >= ratePerSecond) return 'rate';
    if (dailyQuota !== undefined && this.#lastDay.count(now) >= dailyQuota) return 'quota';
    this.#recent.push(now);
    if (dailyQuota !== undefined) this.#lastDay.add(now);
    return undefined;
  }

  /** The schedule's heartbeat, by the same topic. */
  beat(): void {
    const body = heartbeatBody(this.#world.now());
    this.#world.after(this.#topicDelay(), () => this.#options.topicQueue.send(body));
  }

  #topicDelay(): number {
    const { least, most } = this.#options.topicDelayMs;
    return this.#world.between(least, most);
  }

  #publish(email: Accepted, tags: Readonly<Record<string, string>>, type: SesEventType, delayMs: number): void {
    const lost = this.#fate.way('event-lost', email.sub);
    const late = this.#fate.way('event-late', email.sub);
    const published: Published = { type, lost, troubled: lost || late };
    email.events.push(published);
    if (lost) return;
    const madeAt = this.#world.now() + delayMs;
    const body = eventBody({ type, messageId: email.messageId, sentAt: email.at, madeAt, tags });
    const onWay = late ? this.#world.between(LATE_MS.least, LATE_MS.most) : this.#topicDelay();
    const copies = this.#fate.way('event-twice', email.sub) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      this.#world.at(madeAt + onWay + copy * 500, () => this.#options.topicQueue.send(body));
    }
  }
}

/** What befalls the sender after its email is no reason for another. */
const asOfNow = ({ process: { name, frozenMs }, frozenBefore }: Sender): Sender => ({
  process: { name, frozenMs },
  frozenBefore,
});

/** What SES published of these emails in this message of the topic. */
export function publishedIn(body: string, emails: readonly Accepted[]): Published[] {
  const { eventType, mail } = JSON.parse(body) as { eventType: string; mail?: { messageId: string } };
  const email = emails.find(({ messageId }) => messageId === mail?.messageId);
  return email?.events.filter(({ type }) => type === eventType) ?? [];
}

type EventFacts = {
  type: SesEventType;
  messageId: string;
  sentAt: number;
  madeAt: number;
  tags: Readonly<Record<string, string>>;
};

const eventBody = ({ type, messageId, sentAt, madeAt, tags }: EventFacts): string =>
  JSON.stringify({
    eventType: type,
    mail: {
      timestamp: new Date(sentAt).toISOString(),
      messageId,
      tags: Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]])),
    },
    [type.toLowerCase()]: type === 'Send' ? {} : { timestamp: new Date(madeAt).toISOString() },
  });

const heartbeatBody = (now: number): string =>
  JSON.stringify({ eventType: 'Heartbeat', time: new Date(now).toISOString() });
