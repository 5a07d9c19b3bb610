import { type Messages, ScannedMessages } from './queue-messages.ts';
import type { World } from './world.ts';

type QueueOptions = {
  name: string;
  retentionMs: number;
  visibilityMs: number;
  /** Receives before SQS itself moves a message to `deadLetters`. */
  maxReceives: number;
  deadLetters?: Queue;
  /** Where the messages lie; for a deep queue, `IndexedMessages`. */
  messages?: Messages;
  /** Messages that may be out of sight at once: while so many are, nothing is received. */
  mostInFlight?: number;
};

/** One message as it lies on a queue. Times in epoch ms. */
export type Lying = {
  messageId: string;
  body: string;
  attributes: Readonly<Record<string, string>>;
  sentAt: number;
  visibleAt: number;
  receives: number;
  receipt: string;
};

export type SavedQueue = { tally: Queue['tally']; messages: readonly Lying[] };

/**
 * A standard SQS queue: at least once, in no order, visibility, retention, redrive. A redriven message keeps its age; a
 * message that outlives its retention is gone.
 */
export class Queue {
  readonly name: string;
  /** What became of all messages that were ever sent. */
  readonly tally = { sent: 0, deleted: 0, redriven: 0, expired: 0 };
  readonly #world: Pick<World, 'now' | 'random'>;
  readonly #options: QueueOptions;
  readonly #messages: Messages;
  readonly #watchers: ((visibleAt: number) => void)[] = [];

  constructor(world: Pick<World, 'now' | 'random'>, options: QueueOptions) {
    this.#world = world;
    this.#options = options;
    this.#messages = options.messages ?? new ScannedMessages();
    this.name = options.name;
  }

  get size(): number {
    return this.#messages.size;
  }

  /** Messages that somebody received and that are out of sight. */
  get inFlight(): number {
    return this.#messages.hidden(this.#world.now());
  }

  bodyOf = (messageId: string): string => this.#messages.get(messageId)?.body ?? '';

  lying = (): Lying[] => [...this.#messages.all()];

  /** The age of the oldest message in milliseconds, or 0. */
  oldestAge(): number {
    const [oldest] = this.#messages.all();
    return oldest ? this.#world.now() - oldest.sentAt : 0;
  }

  /** Calls `watcher` with the moment at which a message can be received. */
  watch(watcher: (visibleAt: number) => void): void {
    this.#watchers.push(watcher);
  }

  send(body: string, attributes: Lying['attributes'] = {}, sentAt = this.#world.now()): void {
    this.tally.sent += 1;
    const messageId = `${this.name}-${this.tally.sent}`;
    const visibleAt = this.#world.now();
    this.#messages.put({ messageId, body, attributes, sentAt, visibleAt, receives: 0, receipt: '' });
    this.#announce(visibleAt);
  }

  /** Up to `most` visible messages, in any order. `stays` says whether one is handed out and yet stays visible. */
  receive(most: number, stays: (body: string) => boolean = () => false): Lying[] {
    const { mostInFlight } = this.#options;
    const received: Lying[] = [];
    if (mostInFlight !== undefined && this.inFlight >= mostInFlight) return received;
    const next = this.#messages.visibleOnes(this.#world.now(), this.#world.random);
    while (received.length < most) {
      const message = next();
      if (message === undefined) break;
      if (this.#isDeliverable(message)) received.push(this.#handOut(message, stays(message.body)));
    }
    return received;
  }

  /** Receives this message, and no other; undefined when SQS moves it away instead. */
  take(messageId: string): Lying | undefined {
    const message = this.#messages.get(messageId);
    return message && this.#isDeliverable(message) ? this.#handOut(message, false) : undefined;
  }

  /** All that lies here now, to be put back later. */
  save(): SavedQueue {
    return { tally: { ...this.tally }, messages: this.lying().map((message) => ({ ...message })) };
  }

  restore({ tally, messages }: SavedQueue): void {
    Object.assign(this.tally, tally);
    this.#messages.clear();
    for (const message of messages) this.#messages.put({ ...message });
  }

  /** The moment at which something can be received, or undefined while there is nothing. */
  nextVisible(): number | undefined {
    return this.#messages.nextVisible();
  }

  /** Deletes what the receipt of its latest receive names; whether there was such a message. */
  delete({ messageId, receipt }: Pick<Lying, 'messageId' | 'receipt'>): boolean {
    if (this.#messages.get(messageId)?.receipt !== receipt) return false;
    this.#messages.remove(messageId);
    this.tally.deleted += 1;
    return true;
  }

  /** Hides a message for so long from now on; as `delete`, by the latest receipt alone. */
  delay({ messageId, receipt }: Pick<Lying, 'messageId' | 'receipt'>, milliseconds: number): void {
    const message = this.#messages.get(messageId);
    if (message?.receipt !== receipt) return;
    this.#messages.hide(message, this.#world.now() + milliseconds);
    this.#announce(message.visibleAt);
  }

  #isDeliverable(message: Lying): boolean {
    const { retentionMs, maxReceives, deadLetters } = this.#options;
    if (this.#world.now() - message.sentAt > retentionMs) {
      this.#messages.remove(message.messageId);
      this.tally.expired += 1;
      return false;
    }
    if (message.receives < maxReceives || !deadLetters) return true;
    this.#messages.remove(message.messageId);
    this.tally.redriven += 1;
    deadLetters.send(message.body, {}, message.sentAt);
    return false;
  }

  #handOut(message: Lying, stays: boolean): Lying {
    message.receives += 1;
    message.receipt = `${message.messageId}/${message.receives}`;
    this.#messages.hide(message, this.#world.now() + (stays ? 0 : this.#options.visibilityMs));
    this.#announce(message.visibleAt);
    return { ...message };
  }

  #announce(visibleAt: number): void {
    for (const watcher of this.#watchers) watcher(visibleAt);
  }
}
