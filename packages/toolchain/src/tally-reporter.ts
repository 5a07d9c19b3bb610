import type { Reporter, TestModule } from 'vitest/node';

/** Counts what passed; whatever else happened to a test, or outside one, counts as failed. */
export class TallyReporter implements Reporter {
  passed = 0;
  failed = 0;

  /** A step that is no test of vitest's: its name and exit code. */
  count(name: string, exitCode: number): void {
    if (exitCode === 0) {
      this.passed += 1;
      return;
    }
    this.failed += 1;
    console.error(`FAILED ${name} (exit ${exitCode})`);
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    this.failed += unhandledErrors.length;
    for (const module of modules) {
      // A file that failed before its tests were known has none to count.
      this.failed += module.errors().length;
      for (const test of module.children.allTests()) {
        if (test.result().state === 'passed') this.passed += 1;
        else this.#fail(test.fullName, test.result().state);
      }
    }
  }

  line(): string {
    return `${this.passed} passed, ${this.failed} failed`;
  }

  #fail(name: string, state: string): void {
    this.failed += 1;
    if (state !== 'failed') console.error(`FAILED ${name}: ${state}, and a test that does not run shows nothing`);
  }
}
