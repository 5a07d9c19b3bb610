import type { Environment } from './mapping.ts';
import type { Process } from './process.ts';
import { SEND_INTERVAL_MS } from './settings.ts';

/** Watches the rate of sends: turns come no closer than the interval, and every call of SES has one of its own. */
export class Turns {
  readonly #complain: (complaint: string) => void;
  readonly #latest = new Map<string, number>();
  readonly #unspent = new WeakMap<Process, number>();

  constructor(complain: (complaint: string) => void) {
    this.#complain = complain;
  }

  taken({ name, process }: Environment): void {
    this.#unspent.set(process, this.#left(process) + 1);
    // A process that stood still wakes with all its waits over at once.
    if (process.frozenMs > 0) return;
    const now = process.now();
    const latest = this.#latest.get(name);
    this.#latest.set(name, now);
    if (latest !== undefined && now - latest < SEND_INTERVAL_MS)
      this.#complain(`${name} took two turns in ${now - latest} ms`);
  }

  spent({ name, process }: Environment): void {
    this.#unspent.set(process, this.#left(process) - 1);
    if (this.#left(process) < 0) this.#complain(`${name} sent without a turn`);
  }

  #left = (process: Process): number => this.#unspent.get(process) ?? 0;
}
