import type { Functions } from './functions.ts';
import type { Logs } from './lambda/logs.ts';
import { EventSourceMapping, type MappingSettings } from './mapping/event-source-mapping.ts';
import { seededRandom } from './random.ts';
import type { Inventory } from './template/inventory.ts';

export interface MappingsOptions {
  functions: Functions;
  logs: Logs;
  sqsUrl: string;
  seed: number;
  duplicateRate: number;
  mostInvocations: number;
}

/** The event source mappings, by the service that they feed. */
export class Mappings {
  #mappings: EventSourceMapping[];

  constructor({ mappings, queues }: Inventory, options: MappingsOptions) {
    this.#mappings = mappings.map(({ functionName, ...wanted }, index) => {
      const pool = options.functions.pools.get(functionName);
      const queue = queues.find(({ arn }) => arn === wanted.queueArn);
      if (!pool || !queue)
        throw new Error(`A mapping joins ${wanted.queueArn} and ${functionName}: one of them is missing.`);
      const { service } = pool.settings;
      return new EventSourceMapping(
        { ...wanted, queueUrl: queue.url, service },
        {
          sqsEndpoint: options.sqsUrl,
          invoke: (payload) => pool.invoke(payload),
          random: seededRandom(options.seed + index),
          duplicateRate: options.duplicateRate,
          mostInvocations: options.mostInvocations,
          log: (text) => options.logs.append({ service, environment: 0, from: 'platform', text }),
        },
      );
    });
  }

  list(): (MappingSettings & { running: boolean })[] {
    return this.#mappings.map(({ settings, enabled }) => ({ ...settings, running: enabled }));
  }

  all(): readonly EventSourceMapping[] {
    return this.#mappings;
  }

  find(uuid: string): EventSourceMapping | undefined {
    return this.#mappings.find(({ settings }) => settings.uuid === uuid);
  }

  start(): void {
    for (const mapping of this.#mappings) mapping.start();
  }

  /** Nothing more reaches the service; resolves when the batches under way are done. */
  pause(service: string): Promise<void> {
    return this.#of(service).pause();
  }

  resume(service: string): void {
    this.#of(service).resume();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#mappings.map((mapping) => mapping.stop()));
  }

  #of(service: string): EventSourceMapping {
    const mapping = this.#mappings.find(({ settings }) => settings.service === service);
    if (!mapping) throw new Error(`No queue feeds ${service}.`);
    return mapping;
  }
}
