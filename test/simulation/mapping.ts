import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Fate } from './faults.ts';
import type { Quota } from './mapping-quota.ts';
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
  quota?: Quota;
  /** Milliseconds that Lambda gathers messages for. */
  gatherMs?: { least: number; most: number };
};

type Warm = { environment: Environment; handler: Handler };

/** A throttled invocation is tried again after this time, until the batch comes back into sight. */
const THROTTLED_MS = 5_000;
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
  #busySince: number | undefined;

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
    const at = Math.max(moment, this.#world.now()) + this.#gather();
    if (at >= this.#nextPoll) return;
    this.#nextPoll = at;
    this.#world.wakeAt(at, () => {
      if (this.#nextPoll !== at) return;
      this.#nextPoll = Number.POSITIVE_INFINITY;
      this.#poll();
    });
  }

  #poll(): void {
    const { queue, isUp = () => true } = this.#options;
    if (this.#running >= this.#mostBatches()) return;
    if (!isUp()) {
      this.#pollAt(this.#world.now() + DOWN_RECHECK_MS);
      return;
    }
    let received = this.#receive();
    // With a quota as many pollers as it allows are at work side by side.
    while (received && this.#options.quota && this.#running < this.#mostBatches()) received = this.#receive();
    const next = queue.nextVisible();
    if (next !== undefined) this.#pollAt(next);
  }

  /** One ReceiveMessage, and an invocation if it brought something; whether it did. */
  #receive(): boolean {
    const { queue, batchSize, quota } = this.#options;
    const batch = queue.receive(batchSize, (body) => subsOf(body).some((sub) => this.#fate.way('duplicate', sub)));
    if (batch.length === 0) return false;
    quota?.received(batch);
    this.#busySince ??= this.#world.now();
    this.#running += 1;
    this.#admit(batch);
    return true;
  }

  #gather(): number {
    const { least, most } = this.#options.gatherMs ?? GATHER;
    return this.#world.between(least, most);
  }

  #mostBatches(): number {
    const { maximumConcurrency, quota } = this.#options;
    if (!quota) return maximumConcurrency;
    const busyMs = this.#world.now() - (this.#busySince ?? this.#world.now());
    return Math.min(maximumConcurrency, quota.batches(busyMs));
  }

  /** The batch is out of sight for as long as this goes on; after that it is somebody else's. */
  #admit(batch: Lying[]): void {
    const again = this.#world.now() + THROTTLED_MS;
    if (this.#options.quota?.admit() ?? true) this.#begin(batch);
    else if (again < (batch[0]?.visibleAt ?? 0)) this.#world.wakeAt(again, () => this.#admit(batch));
    else this.#over();
  }

  #begin(batch: Lying[]): void {
    const initMs = this.#options.quota?.initMs ?? 0;
    const warm = this.#idle.pop();
    if (warm || initMs === 0) this.#invoke(batch, warm ?? this.#start(), 0);
    else this.#world.wakeAt(this.#world.now() + initMs, () => this.#invoke(batch, this.#start(), initMs));
  }

  #over(): void {
    this.#running -= 1;
    if (this.#running === 0 && this.#options.queue.size === 0) this.#busySince = undefined;
    this.#pollAt(this.#world.now());
  }

  #invoke(batch: Lying[], warm: Warm, initMs: number): void {
    const world = this.#world;
    const { environment } = warm;
    const process = new Process(world, environment);
    environment.process = process;
    const started = world.now();
    let over = false;
    const end = () => {
      if (over) return false;
      over = true;
      this.#options.quota?.leave();
      this.#options.quota?.ran(world.now() - started + initMs);
      this.#over();
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
