import { Waiter, type Waiting } from '../waiter.ts';

/** The confirmation codes that Cognito sent, for who can't read the email: a test, the demo. */
export class Codes {
  #latest = new Map<string, string>();
  #waiter = new Waiter();

  /** Notes a code under every name that its user answers to. */
  add(names: readonly (string | undefined)[], code: string): void {
    for (const name of new Set(names)) {
      if (!name) continue;
      this.#latest.delete(name);
      this.#latest.set(name, code);
    }
    this.#waiter.changed();
  }

  /** The newest code for a user name, sub or email address. */
  latest(userName: string): string | undefined {
    return this.#latest.get(userName);
  }

  /** Every name with its newest code, the one sent last at the end. */
  all(): [name: string, code: string][] {
    return [...this.#latest];
  }

  waitFor(userName: string, waiting: Partial<Waiting> = {}): Promise<string> {
    return this.#waiter.until(() => this.latest(userName), { what: 'a confirmation code', ...waiting });
  }
}
