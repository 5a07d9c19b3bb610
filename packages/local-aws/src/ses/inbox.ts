import { Waiter, type Waiting } from '../waiter.ts';
import type { Email } from './email.ts';

/** Every email that the local SES accepted, in order. */
export class Inbox {
  #emails: Email[] = [];
  #waiter = new Waiter();

  add(email: Email): void {
    this.#emails.push(email);
    this.#waiter.changed();
  }

  emails(): readonly Email[] {
    return [...this.#emails];
  }

  /** The first email, old or to come, for which the predicate holds. */
  waitForEmail(predicate: (email: Email) => boolean, waiting: Partial<Waiting> = {}): Promise<Email> {
    return this.#waiter.until(() => this.#emails.find(predicate), { what: 'an email', ...waiting });
  }

  /** All emails as soon as there are so many. */
  waitForCount(count: number, waiting: Partial<Waiting> = {}): Promise<readonly Email[]> {
    const enough = () => this.#emails.length >= count && this.emails();
    return this.#waiter.until(enough, { what: `${count} emails`, ...waiting });
  }
}
