import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Fate } from './faults.ts';
import { Process } from './process.ts';
import type { Lying, Queue } from './queue.ts';
import { subsOf } from './subs.ts';
import type { World } from './world.ts';

/** An execution environment: one invocation at a time, kept for the next one. `process` is the invocation at work. */
export type Environment = { name: string; skewMs: number; process: Process };

export type Handler = (event: SQSEvent, deadline: number) => Promise<SQSBatchResponse>;

type MappingOptions = {
  queue: Queue;
  /** Builds a function's handler when an environment starts. */
  start: (environment: Environment) => Handler;
  batchSize: number;
  maximumConcurrency: number;
  timeoutMs: number;
  /** How far the clocks of environments are off, at most. */
  skewMs: number;
  /** Whether the function can run now; else its invocations fail at once. */
  isUp?: () => boolean;
  /** Told of messages that came back, or will. */
  failed?: (bodies: readonly string[]) => void;
  /** Told of users whose messages were in the hands of a process that died or was given up. */
  abandoned?: (subs: readonly string[]) => void;
};

type Warm = { environment: Environment; handler: Handler };

/** Milliseconds that Lambda gathers messages for. */
const GATHER = { least: 1, most: 300 };
/** A function that cannot run is tried again after this time. */
const DOWN_RECHECK_MS = 60_000;

/** Lambda's event source mapping: polls a queue, invokes with batches, deletes what was not reported as failed. */
export class Mapping {
  readonly #world: World;
  readonly #fate: Fate;
  readonly #options: MappingOptions;
  #idle: Warm[] = [];
  #started = 0;
  #running = 0;
  #nextPoll = Number.POSITIVE_INFINITY;

  constructor(world: World, fate: Fate, options: MappingOptions) {
    this.#world = world;
    this.#fate = fate;
    this.#options = options;
    options.queue.watch((visibleAt) => this.#pollAt(visibleAt));
  }

  /** Whether an invocation is under way. */
  get busy(): boolean {
    return this.#running > 0;
  }

  #pollAt(moment: number): void {
    const at = Math.max(moment, this.#world.now()) + this.#world.between(GATHER.least, GATHER.most);
    if (at >= this.#nextPoll) return;
    this.#nextPoll = at;
    this.#world.wakeAt(at, () => {
      if (this.#nextPoll !== at) return;
      this.#nextPoll = Number.POSITIVE_INFINITY;
      this.#poll();
    });
  }

  #poll(): void {
    const { queue, batchSize, maximumConcurrency, isUp = () => true } = this.#options;
    if (this.#running >= maximumConcurrency) return;
    if (!isUp()) {
      this.#pollAt(this.#world.now() + DOWN_RECHECK_MS);
      return;
    }
    const batch = queue.receive(batchSize, (body) => subsOf(body).some((sub) => this.#fate.way('duplicate', sub)));
    if (batch.length > 0) this.#invoke(batch);
    const next = queue.nextVisible();
    if (next !== undefined) this.#pollAt(next);
  }

  #invoke(batch: Lying[]): void {
    const world = this.#world;
    const warm = this.#idle.pop() ?? this.#start();
    const { environment } = warm;
    const process = new Process(world, environment);
    environment.process = process;
    this.#running += 1;
    let over = false;
    const end = () => {
      if (over) return false;
      over = true;
      this.#running -= 1;
      this.#pollAt(world.now());
      return true;
    };
    // A process that stands still outlives its time and goes on; any other is ended.
    world.at(world.now() + this.#options.timeoutMs, () => {
      if (over) return;
      if (!process.frozen) process.die();
      this.#options.failed?.(batch.map(({ body }) => body));
      this.#options.abandoned?.(batch.flatMap(({ body }) => subsOf(body)));
      end();
    });
    void warm.handler(eventOf(batch), process.now() + this.#options.timeoutMs).then((response) => {
      if (!end()) return;
      this.#idle.push(warm);
      this.#acknowledge(batch, new Set(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)));
    });
  }

  #start(): Warm {
    this.#started += 1;
    const name = `${this.#options.queue.name}-${this.#started}`;
    const { skewMs } = this.#options;
    const skew = skewMs === 0 ? 0 : this.#world.between(-skewMs, skewMs);
    const environment = { name, skewMs: skew, process: new Process(this.#world, { name, skewMs: skew }) };
    return { environment, handler: this.#options.start(environment) };
  }

  #acknowledge(batch: Lying[], failed: Set<string>): void {
    for (const message of batch) {
      if (failed.has(message.messageId)) {
        this.#options.failed?.([message.body]);
        continue;
      }
      const lost = subsOf(message.body).some((sub) => this.#fate.way('delete-lost', sub));
      if (!lost) this.#options.queue.delete(message);
    }
  }
}

export const eventOf = (batch: Lying[]): SQSEvent => ({ Records: batch.map(recordOf) });

const recordOf = ({ messageId, receipt, body, receives, sentAt }: Lying): SQSRecord => ({
  messageId,
  receiptHandle: `${messageId} ${receipt}`,
  body,
  attributes: {
    ApproximateReceiveCount: String(receives),
    SentTimestamp: String(sentAt),
    SenderId: 'simulation',
    ApproximateFirstReceiveTimestamp: String(sentAt),
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:eu-central-1:000000000000:simulation',
  awsRegion: 'eu-central-1',
});
