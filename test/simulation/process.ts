import type { World } from './world.ts';

type ProcessWorld = Pick<World, 'now' | 'wakeAt'>;

/**
 * One invocation of a function: it may die, and then nothing that it waits for ever comes; or freeze, and then all of it
 * comes late. `skewMs` is how far its clock is off.
 */
export class Process {
  readonly name: string;
  readonly skewMs: number;
  readonly #world: ProcessWorld;
  #alive = true;
  #frozenUntil = 0;
  /** How long it stood still altogether. */
  frozenMs = 0;

  constructor(world: ProcessWorld, { name, skewMs }: { name: string; skewMs: number }) {
    this.#world = world;
    this.name = name;
    this.skewMs = skewMs;
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Its own clock. */
  now = (): number => this.#world.now() + this.skewMs;

  die(): void {
    this.#alive = false;
  }

  freeze(milliseconds: number): void {
    this.frozenMs += milliseconds;
    this.#frozenUntil = Math.max(this.#frozenUntil, this.#world.now() + milliseconds);
  }

  get frozen(): boolean {
    return this.#frozenUntil > this.#world.now();
  }

  /** Lets its code go on at a moment, or when it thaws after it. */
  resumeAt(moment: number, go: () => void): void {
    this.#world.wakeAt(moment, () => {
      if (!this.#alive) return;
      if (this.frozen) this.resumeAt(this.#frozenUntil, go);
      else go();
    });
  }

  wait = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => this.resumeAt(this.#world.now() + milliseconds, resolve));
}
