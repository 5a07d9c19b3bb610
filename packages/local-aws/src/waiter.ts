/** A state that did not come in time. The message says what was awaited and what there was instead. */
export class NotInTimeError extends Error {
  override name = 'NotInTimeError';
}

export interface Waiting {
  /** What is awaited, for the message when it does not come. */
  what: string;
  /** Milliseconds; 15,000 when left out. */
  timeoutMs?: number;
}

/** Wakes whoever waits for a state as soon as something changed; nobody sleeps. */
export class Waiter {
  #wakers = new Set<() => void>();

  changed(): void {
    for (const wake of this.#wakers) wake();
  }

  /** The first value of `look` that is neither undefined nor false, looked at now and after every change. */
  until<T>(look: () => T | undefined | false, { what, timeoutMs = 15_000 }: Waiting): Promise<T> {
    return new Promise((resolve, reject) => {
      const wake = () => {
        const found = look();
        if (found === undefined || found === false) return;
        finish(() => resolve(found));
      };
      const timer = setTimeout(
        () => finish(() => reject(new NotInTimeError(`Not within ${timeoutMs} ms: ${what}`))),
        timeoutMs,
      );
      // What is awaited comes from something that lives; a wait alone keeps no program running.
      timer.unref();
      const finish = (settle: () => void) => {
        clearTimeout(timer);
        this.#wakers.delete(wake);
        settle();
      };
      this.#wakers.add(wake);
      wake();
    });
  }
}
