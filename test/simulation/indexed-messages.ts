import { pop, push } from './heap.ts';
import type { Lying } from './queue.ts';
import type { Messages } from './queue-messages.ts';

/** A message that comes back into sight at a moment, unless it was hidden anew or removed since. */
type Return = { at: number; order: number; message: Lying };

/** For a queue that holds a million: nothing looks at more messages than it has to do with. */
export class IndexedMessages implements Messages {
  readonly #messages = new Map<string, Lying>();
  /** Those in sight, and where each of them lies in the list. */
  readonly #visible: Lying[] = [];
  readonly #places = new Map<Lying, number>();
  readonly #returns: Return[] = [];
  #order = 0;

  get size(): number {
    return this.#messages.size;
  }

  get = (messageId: string): Lying | undefined => this.#messages.get(messageId);

  all = (): Iterable<Lying> => this.#messages.values();

  put(message: Lying): void {
    this.#messages.set(message.messageId, message);
    this.hide(message, message.visibleAt);
  }

  remove(messageId: string): void {
    const message = this.#messages.get(messageId);
    if (message === undefined) return;
    this.#messages.delete(messageId);
    this.#outOfSight(message);
  }

  clear(): void {
    this.#messages.clear();
    this.#visible.length = 0;
    this.#places.clear();
    this.#returns.length = 0;
  }

  hide(message: Lying, until: number): void {
    this.#outOfSight(message);
    message.visibleAt = until;
    this.#order += 1;
    push(this.#returns, { at: until, order: this.#order, message });
  }

  visibleOnes(now: number, random: () => number): () => Lying | undefined {
    this.#bringBack(now);
    let left = this.#visible.length;
    return () => {
      left -= 1;
      // What was given is hidden or removed by whoever took it: the list holds what was not given.
      return left < 0 ? undefined : this.#visible[Math.floor(random() * this.#visible.length)];
    };
  }

  hidden(now: number): number {
    this.#bringBack(now);
    return this.#messages.size - this.#visible.length;
  }

  nextVisible(): number | undefined {
    const [first] = this.#visible;
    if (first) return first.visibleAt;
    while (this.#returns[0] && !this.#isDue(this.#returns[0])) pop(this.#returns);
    return this.#returns[0]?.at;
  }

  #bringBack(now: number): void {
    for (let next = this.#returns[0]; next && next.at <= now; next = this.#returns[0]) {
      pop(this.#returns);
      if (!this.#isDue(next)) continue;
      this.#places.set(next.message, this.#visible.push(next.message) - 1);
    }
  }

  #isDue = ({ at, message }: Return): boolean =>
    message.visibleAt === at && !this.#places.has(message) && this.#messages.get(message.messageId) === message;

  #outOfSight(message: Lying): void {
    const place = this.#places.get(message);
    if (place === undefined) return;
    this.#places.delete(message);
    const last = this.#visible.pop();
    if (last === undefined || last === message) return;
    this.#visible[place] = last;
    this.#places.set(last, place);
  }
}
