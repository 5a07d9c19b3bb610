import type { Log } from '@postconfirm/runtime';
import type { SQSEvent } from 'aws-lambda';
import type { Environment, Handler } from '../mapping.ts';
import { CallFailed, type Calls, type Failure, type Request } from '../network.ts';
import { Process } from '../process.ts';
import { promisesToSettle } from '../world.ts';

/** What a call brought to its process, and when. */
export type Answer = { at: number } & ({ value: unknown } | { failure: Failure });

/** The call that a process makes next, and how often its client tries. */
export type Asked = { request: Request<unknown>; attempts: number };

/** One invocation. Epoch ms. */
export type Invocation = {
  name: string;
  event: SQSEvent;
  startedAt: number;
  deadline: number;
  /** Builds the function's handler. */
  start: (network: Calls, log: Log) => (environment: Environment) => Handler;
};

let made = 0;

/**
 * How far an invocation has come. Running code cannot be copied, but the same code does the same after the same
 * answers: so its state is the answers that it got, and what it asks next is found by running production's handler from
 * its beginning with them, once for each sequence of answers. One call at a time, as every worker has it for one message.
 */
export class Course {
  /** The same number is the same invocation after the same answers. */
  readonly id = ++made;
  readonly #invocation: Invocation;
  readonly #answers: readonly Answer[];
  readonly #after = new Map<string, Promise<Course>>();
  asks: Asked | undefined;
  /** When it came to its end: whether the message is to come back. */
  ended: { failed: boolean } | undefined;
  /** Its log since the latest answer. */
  said: readonly string[] = [];

  private constructor(invocation: Invocation, answers: readonly Answer[]) {
    this.#invocation = invocation;
    this.#answers = answers;
  }

  static async of(invocation: Invocation, answers: readonly Answer[] = []): Promise<Course> {
    const course = new Course(invocation, answers);
    await course.#run();
    return course;
  }

  get isNew(): boolean {
    return this.#answers.length === 0;
  }

  after(answer: Answer): Promise<Course> {
    const key = JSON.stringify(answer);
    const known = this.#after.get(key);
    if (known !== undefined) return known;
    const next = Course.of(this.#invocation, [...this.#answers, answer]);
    this.#after.set(key, next);
    return next;
  }

  async #run(): Promise<void> {
    const { name, event, startedAt, deadline, start } = this.#invocation;
    let now = startedAt;
    let count = 0;
    let said: string[] = [];
    const callRepeatedly: Calls['callRepeatedly'] = <T>(_: Process, request: Request<T>, attempts: number) => {
      const answer = this.#answers[count];
      count += 1;
      if (answer === undefined) {
        this.asks = { request, attempts };
        return new Promise<T>(() => undefined);
      }
      now = answer.at;
      said = [];
      return 'failure' in answer ? Promise.reject(CallFailed.by(answer.failure)) : Promise.resolve(answer.value as T);
    };
    const network: Calls = { callRepeatedly, call: (by, request) => callRepeatedly(by, request, 1) };
    const log: Log = (code, fields) => void said.push(`${code} ${fields?.reason ?? ''}`.trim());
    const process = new Process({ now: () => now, wakeAt: refuseToWait }, { name, skewMs: 0 });
    const handler = start(network, log)({ name, skewMs: 0, process });
    void handler(event, deadline).then(({ batchItemFailures }) => {
      this.ended = { failed: batchItemFailures.length > 0 };
    });
    await promisesToSettle();
    if (count > this.#answers.length + 1) throw new Error(`${name} makes two calls at once.`);
    if (this.asks === undefined && this.ended === undefined) throw new Error(`${name} neither asks nor ends.`);
    this.said = said;
  }
}

const refuseToWait = () => {
  throw new Error('A process waits here only for its calls.');
};
