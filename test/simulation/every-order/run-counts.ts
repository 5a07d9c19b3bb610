import { hash } from 'node:crypto';

/** Of 64 bits: that two of thirteen million states share one has a chance of one in 200,000. */
type Key = readonly [number, number];

/**
 * How many runs begin at each state that was explored. A table of numbers: a `Map` of so many texts takes gigabytes, and
 * ends at sixteen million.
 */
export class RunCounts {
  size = 0;
  #mask = 2 ** 12 - 1;
  #keys = new Uint32Array(2 ** 13);
  /** No run is no state. */
  #runs = new Float64Array(2 ** 12);

  static keyOf(text: string): Key {
    const digest = hash('sha1', text, 'buffer');
    return [digest.readUInt32LE(0), digest.readUInt32LE(4)];
  }

  /** 0 for a state that was not explored. */
  get = (key: Key): number => this.#runs[this.#slotOf(key)] ?? 0;

  set(key: Key, runs: number): void {
    if (this.size * 2 > this.#mask) this.#grow();
    const slot = this.#slotOf(key);
    if (this.#runs[slot] === 0) this.size += 1;
    this.#runs[slot] = runs;
    [this.#keys[2 * slot], this.#keys[2 * slot + 1]] = key;
  }

  #slotOf([one, two]: Key): number {
    let slot = one & this.#mask;
    while (this.#runs[slot] !== 0 && (this.#keys[2 * slot] !== one || this.#keys[2 * slot + 1] !== two)) {
      slot = (slot + 1) & this.#mask;
    }
    return slot;
  }

  #grow(): void {
    const [keys, counts] = [this.#keys, this.#runs];
    this.#mask = counts.length * 2 - 1;
    this.#keys = new Uint32Array(keys.length * 2);
    this.#runs = new Float64Array(counts.length * 2);
    this.size = 0;
    for (const [slot, runs] of counts.entries()) {
      if (runs > 0) this.set([keys[2 * slot] ?? 0, keys[2 * slot + 1] ?? 0], runs);
    }
  }
}
