/** Milliseconds that are counted as one moment. */
const GRAIN_MS = 60_000;

/** How often something happened within the last so many milliseconds, to the minute. */
export class RollingCount {
  readonly #windowMs: number;
  readonly #grains: { at: number; count: number }[] = [];
  #total = 0;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  add(now: number): void {
    const at = now - (now % GRAIN_MS);
    const latest = this.#grains.at(-1);
    if (latest?.at === at) latest.count += 1;
    else this.#grains.push({ at, count: 1 });
    this.#total += 1;
  }

  count(now: number): number {
    for (let oldest = this.#grains[0]; oldest && oldest.at + this.#windowMs <= now; oldest = this.#grains[0]) {
      this.#total -= oldest.count;
      this.#grains.shift();
    }
    return this.#total;
  }
}
