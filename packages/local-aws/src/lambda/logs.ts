import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import path from 'node:path';
import { Waiter, type Waiting } from '../waiter.ts';

/** One line that a function's process wrote, or that Lambda itself writes about it. */
export interface LogLine {
  service: string;
  /** Number of the process among those of the function, from 1. */
  environment: number;
  /** `function` wrote it, or `platform` says something about the process. */
  from: 'function' | 'platform';
  /** Epoch milliseconds. */
  at: number;
  text: string;
}

/** The lines of all functions, in the order in which they came; kept in memory and, with a folder, in files. */
export class Logs {
  #lines: LogLine[] = [];
  #waiter = new Waiter();
  #folder: string | undefined;
  #files = new Map<string, WriteStream>();

  /** With a folder, the lines of each function are also written to `<folder>/<service>.log`. */
  constructor(folder?: string) {
    this.#folder = folder;
    if (folder) mkdirSync(folder, { recursive: true });
  }

  append(line: Omit<LogLine, 'at'>): void {
    this.#lines.push({ ...line, at: Date.now() });
    if (this.#folder) this.#file(this.#folder, line.service).write(`${line.text}\n`);
    this.#waiter.changed();
  }

  /** Lines of one function, or of all. */
  lines(service?: string): readonly LogLine[] {
    return service ? this.#lines.filter((line) => line.service === service) : [...this.#lines];
  }

  /** The first line, old or to come, for which the predicate holds. */
  waitFor(predicate: (line: LogLine) => boolean, waiting: Partial<Waiting> = {}): Promise<LogLine> {
    return this.#waiter.until(() => this.#lines.find(predicate), { what: 'a log line', ...waiting });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#files.values()].map((file) => new Promise<void>((resolve) => file.end(resolve))));
  }

  #file(folder: string, service: string): WriteStream {
    const known = this.#files.get(service);
    if (known) return known;
    const file = createWriteStream(path.join(folder, `${service}.log`));
    this.#files.set(service, file);
    return file;
  }
}
