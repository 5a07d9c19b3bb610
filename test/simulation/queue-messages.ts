import type { Lying } from './queue.ts';

/** Where the messages of a queue lie: in the order in which they were sent. */
export type Messages = {
  readonly size: number;
  get: (messageId: string) => Lying | undefined;
  all: () => Iterable<Lying>;
  put: (message: Lying) => void;
  remove: (messageId: string) => void;
  clear: () => void;
  /** Takes a message out of sight until a moment (epoch ms). */
  hide: (message: Lying, until: number) => void;
  /** Gives the messages that are visible now, each once, in any order. */
  visibleOnes: (now: number, random: () => number) => () => Lying | undefined;
  /** How many are out of sight now. */
  hidden: (now: number) => number;
  /** The moment at which something can be received, or undefined while there is nothing. */
  nextVisible: () => number | undefined;
};

/** Looks at every message each time: the least work while there are few. */
export class ScannedMessages implements Messages {
  readonly #messages = new Map<string, Lying>();

  get size(): number {
    return this.#messages.size;
  }

  get = (messageId: string): Lying | undefined => this.#messages.get(messageId);

  all = (): Iterable<Lying> => this.#messages.values();

  put(message: Lying): void {
    this.#messages.set(message.messageId, message);
  }

  remove(messageId: string): void {
    this.#messages.delete(messageId);
  }

  clear(): void {
    this.#messages.clear();
  }

  hide(message: Lying, until: number): void {
    message.visibleAt = until;
  }

  visibleOnes(now: number, random: () => number): () => Lying | undefined {
    const visible = [...this.#messages.values()].filter(({ visibleAt }) => visibleAt <= now);
    return () => (visible.length === 0 ? undefined : visible.splice(Math.floor(random() * visible.length), 1)[0]);
  }

  hidden(now: number): number {
    let hidden = 0;
    for (const { visibleAt } of this.#messages.values()) if (visibleAt > now) hidden += 1;
    return hidden;
  }

  nextVisible(): number | undefined {
    let next: number | undefined;
    for (const { visibleAt } of this.#messages.values()) if (next === undefined || visibleAt < next) next = visibleAt;
    return next;
  }
}
