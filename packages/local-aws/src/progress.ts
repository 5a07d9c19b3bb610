/** Tells on stderr which step runs, and how long each took. */
export class Progress {
  /** The step that runs now, for the message when it fails. */
  step = 'Starting';
  #begun = performance.now();
  #stepBegun: number | undefined;

  /** Ends the step before and begins another. */
  begin(step: string): void {
    this.#finish();
    this.step = step;
    this.#stepBegun = performance.now();
  }

  /** Ends the last step; seconds since the first one began. */
  end(): number {
    this.#finish();
    this.#stepBegun = undefined;
    return (performance.now() - this.#begun) / 1000;
  }

  failed(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`✗ ${this.step}\n  ${message.replaceAll('\n', '\n  ')}\n`);
  }

  #finish(): void {
    if (this.#stepBegun === undefined) return;
    const seconds = ((performance.now() - this.#stepBegun) / 1000).toFixed(1);
    process.stderr.write(`✓ ${this.step} (${seconds} s)\n`);
  }
}
