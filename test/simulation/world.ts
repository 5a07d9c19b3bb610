import { seededRandom } from '@postconfirm/local-aws/random';
import { pop, push } from './heap.ts';

/** Something that happens at a moment (epoch ms of the world's own clock). `wakes`: promises settle after it. */
type Happening = { at: number; order: number; run: () => void; wakes: boolean };

/**
 * A world with a clock of its own: nothing in it takes time but what is scheduled, and the same seed gives the same
 * course. Production code runs in it as it is; its promises settle between two happenings.
 */
export class World {
  readonly random: () => number;
  #now: number;
  #order = 0;
  readonly #agenda: Happening[] = [];

  constructor({ seed, startsAt }: { seed: number; startsAt: number }) {
    this.random = seededRandom(seed);
    this.#now = startsAt;
  }

  now = (): number => this.#now;

  /** Whole milliseconds in [least, most]. */
  between = (least: number, most: number): number => least + Math.floor(this.random() * (most - least + 1));

  chance = (probability: number): boolean => this.random() < probability;

  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.random() * items.length)];
    if (item === undefined) throw new Error('There is nothing to pick from.');
    return item;
  }

  /** A change of the world that no running code waits for. Happenings of one moment come in the order of their making. */
  at(moment: number, run: () => void): void {
    this.#schedule(moment, run, false);
  }

  after = (milliseconds: number, run: () => void): void => this.at(this.#now + milliseconds, run);

  /** Something that running code waits for, or that starts some: it goes on before anything else happens. */
  wakeAt(moment: number, run: () => void): void {
    this.#schedule(moment, run, true);
  }

  #schedule(moment: number, run: () => void, wakes: boolean): void {
    this.#order += 1;
    push(this.#agenda, { at: Math.max(moment, this.#now), order: this.#order, run, wakes });
  }

  /** Lets things happen until `isOver` or nothing is left to happen. */
  async run(isOver: () => boolean): Promise<void> {
    for (let next = pop(this.#agenda); next && !isOver(); next = pop(this.#agenda)) {
      this.#now = next.at;
      next.run();
      if (next.wakes) await promisesToSettle();
    }
  }
}

/**
 * Node runs a tick only when no promise is left that can settle. A turn of the event loop would do too, at more than
 * twice the price.
 */
export const promisesToSettle = () => new Promise<void>((resolve) => process.nextTick(resolve));
