import { setTimeout as pause } from 'node:timers/promises';
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientOptions } from '../account.ts';
import type { InvocationResult } from '../lambda/invocation.ts';
import { shuffled } from '../random.ts';
import { failedMessages } from './batch-response.ts';
import { type Received, sqsRecord } from './sqs-record.ts';

/** What the template says of a mapping. */
export interface MappingSettings {
  uuid: string;
  /** The function or, with its name at the end, the alias that is fed. */
  functionArn: string;
  queueUrl: string;
  queueArn: string;
  service: string;
  batchSize: number;
  /** Seconds that a batch is collected for. */
  windowSeconds: number;
  maximumConcurrency?: number;
  /** In place of a maximum concurrency: how many pollers are provisioned. */
  pollers?: { minimum: number; maximum: number } | undefined;
  reportsItems: boolean;
  enabled: boolean;
}

export interface MappingPorts {
  sqsEndpoint: string;
  invoke(payload: string): Promise<InvocationResult>;
  random(): number;
  /** Chance that a received message is delivered a second time, as SQS may. */
  duplicateRate: number;
  /** As many invocations as can run at once: a message that waits for a process grows old in flight. */
  mostInvocations: number;
  log(text: string): void;
}

/** Lambda begins with five invocations a queue; a provisioned poller keeps ten going. More are never started here. */
const FIRST_INVOCATIONS = 5;
const PER_POLLER = 10;
/** Seconds of a long poll. AWS waits 20; a pause must not. */
const WAIT_SECONDS = 1;
/** Milliseconds until the next try while the queue service refuses. */
const REFUSED_PAUSE_MS = 200;
/** The most that one ReceiveMessage returns. */
const MOST_PER_RECEIVE = 10;

/** Takes messages from a queue to a function, and out of the queue when the function did its work. */
export class EventSourceMapping {
  readonly settings: MappingSettings;
  #ports: MappingPorts;
  #client: SQSClient;
  #stopping = new AbortController();
  #paused: PromiseWithResolvers<void> | undefined;
  #busy = new Set<Promise<void>>();
  #pollers: Promise<void>[] = [];
  #twins: Received[] = [];
  #refused = false;
  #changedAt = Date.now();

  constructor(settings: MappingSettings, ports: MappingPorts) {
    this.settings = settings;
    this.#ports = ports;
    // Lambda's pollers have the function's role.
    this.#client = new SQSClient({ ...clientOptions(ports.sqsEndpoint, settings.service), maxAttempts: 1 });
    if (!settings.enabled) this.#paused = Promise.withResolvers();
  }

  get enabled(): boolean {
    return this.#paused === undefined;
  }

  /** `Disabling` until the batches under way are done. */
  get state(): 'Enabled' | 'Disabling' | 'Disabled' {
    if (this.enabled) return 'Enabled';
    return this.#busy.size > 0 ? 'Disabling' : 'Disabled';
  }

  /** Epoch milliseconds of the last pause or resume, or of the beginning. */
  get changedAt(): number {
    return this.#changedAt;
  }

  start(): void {
    const { maximumConcurrency = FIRST_INVOCATIONS, pollers } = this.settings;
    const wanted = pollers ? pollers.minimum * PER_POLLER : Math.min(maximumConcurrency, FIRST_INVOCATIONS);
    const atOnce = Math.min(wanted, this.#ports.mostInvocations);
    this.#pollers = Array.from({ length: atOnce }, () => this.#pollForEver());
  }

  /** Takes nothing more from the queue; resolves when the batches under way are done. */
  async pause(): Promise<void> {
    this.#paused ??= Promise.withResolvers();
    this.#changedAt = Date.now();
    await Promise.all(this.#busy);
  }

  resume(): void {
    this.#paused?.resolve();
    this.#paused = undefined;
    this.#changedAt = Date.now();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.resume();
    await Promise.all(this.#pollers);
    this.#client.destroy();
  }

  async #pollForEver(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      while (this.#paused) await this.#paused.promise;
      const round = this.#poll().catch(async (error: Error) => {
        if (signal.aborted) return;
        // Once, not at every try of every poller.
        if (!this.#refused)
          this.#ports.log(`Taking messages from the queue or handing them over failed: ${error.name}`);
        this.#refused = true;
        await pause(REFUSED_PAUSE_MS, undefined, { signal }).catch(() => undefined);
      });
      this.#busy.add(round);
      await round;
      this.#busy.delete(round);
    }
  }

  async #poll(): Promise<void> {
    const batch = await this.#collect();
    if (batch.length > 0 && !this.#stopping.signal.aborted) await this.#deliver(batch);
  }

  /** Messages of one batch: those of one receive, or with a window of several. */
  async #collect(): Promise<Received[]> {
    const { batchSize, windowSeconds } = this.settings;
    const batch = this.#twins.splice(0, batchSize);
    const until = performance.now() + windowSeconds * 1000;
    do {
      const wanted = Math.min(batchSize - batch.length, MOST_PER_RECEIVE);
      if (wanted > 0) batch.push(...(await this.#receive(wanted, batch.length > 0)));
    } while (batch.length < batchSize && performance.now() < until && !this.#stopping.signal.aborted);
    return shuffled(withoutTwins(batch), this.#ports.random);
  }

  async #receive(most: number, atOnce: boolean): Promise<Received[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: this.settings.queueUrl,
      // SQS seldom returns as many as it could.
      MaxNumberOfMessages: 1 + Math.floor(this.#ports.random() * most),
      WaitTimeSeconds: atOnce ? 0 : WAIT_SECONDS,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    const { Messages = [] } = await this.#client.send(command, { abortSignal: this.#stopping.signal });
    this.#refused = false;
    const received = Messages as Received[];
    this.#twins.push(...received.filter(() => this.#ports.random() < this.#ports.duplicateRate));
    return received;
  }

  async #deliver(batch: readonly Received[]): Promise<void> {
    const { queueArn, reportsItems } = this.settings;
    const event = { Records: batch.map((message) => sqsRecord(message, queueArn)) };
    const ids = new Set(batch.map(({ MessageId }) => MessageId));
    const failed = failedMessages(await this.#ports.invoke(JSON.stringify(event)), ids, reportsItems);
    if (failed.whole) {
      this.#ports.log(`The batch of ${batch.length} returns after the visibility timeout: ${failed.why}`);
      return;
    }
    await this.#delete(batch.filter(({ MessageId }) => !failed.ids.has(MessageId)));
  }

  async #delete(done: readonly Received[]): Promise<void> {
    for (let from = 0; from < done.length; from += MOST_PER_RECEIVE) {
      const entries = done.slice(from, from + MOST_PER_RECEIVE);
      const Entries = entries.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await this.#client.send(new DeleteMessageBatchCommand({ QueueUrl: this.settings.queueUrl, Entries }));
    }
  }
}

/** A message and its second delivery never share a batch: the pair would have one item identifier. */
function withoutTwins(batch: readonly Received[]): Received[] {
  return [...new Map(batch.map((message) => [message.MessageId, message])).values()];
}
