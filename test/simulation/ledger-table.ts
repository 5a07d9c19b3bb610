import type {
  Delivery,
  DeliveryKey,
  DeliveryStore,
  EventFlowStore,
  Observation,
  UserRecords,
} from '@postconfirm/ledger';
import {
  createMemoryDeliveryStore,
  createMemoryEventFlowStore,
  createMemoryUserRecords,
} from '@postconfirm/ledger/memory';
import type { Operation } from './faults.ts';
import type { Network } from './network.ts';
import type { Process } from './process.ts';

/** As the production client has them (packages/ledger/src/dynamodb-client.ts). */
const ATTEMPTS = 5;
const TIMEOUT_MS = 2_000;

/** A write that reached the table, whether or not it changed anything. */
export type Applied = {
  method: string;
  key: DeliveryKey;
  input: readonly unknown[];
  before: Delivery | undefined;
  after: Delivery | undefined;
};

type Watch = { applied: (write: Applied) => void };

type Asynchronous = Record<string, (...input: never[]) => Promise<unknown>>;

/** The one table, as it is without any network. */
export class LedgerTable {
  readonly deliveries: DeliveryStore;
  readonly flow: EventFlowStore = createMemoryEventFlowStore();
  readonly records: UserRecords = createMemoryUserRecords();
  /** All that was ever stored of a source of a user, for the model that the record must equal. */
  readonly observations = new Map<string, Observation[]>();

  constructor(watch: Watch, deliveries: DeliveryStore = createMemoryDeliveryStore()) {
    this.deliveries = watched(deliveries, watch);
  }

  /** The ledger's ports as one process reaches them: every call may fail, be lost, repeated or come late. */
  portsFor(process: () => Process, network: Network) {
    const over = <P extends Asynchronous>(port: P, subOf: (input: unknown) => readonly string[]): P =>
      overNetwork({ port, subOf, process, network });
    const subOfKey = (key: unknown) => [(key as { sub: string }).sub];
    return {
      deliveries: over(this.deliveries as Asynchronous, subOfKey) as DeliveryStore,
      records: over(this.#observed() as Asynchronous, subOfKey) as UserRecords,
      flow: over(this.flow as Asynchronous, () => []) as EventFlowStore,
    };
  }

  #observed(): UserRecords {
    const { records, observations } = this;
    return {
      ...records,
      store: async (key, source, answer) => {
        const id = `${key.sub} ${source}`;
        observations.set(id, [...(observations.get(id) ?? []), answer.observation]);
        return records.store(key, source, answer);
      },
    };
  }
}

function watched(store: DeliveryStore, { applied }: Watch): DeliveryStore {
  const entries = Object.entries(store as Asynchronous).map(([name, method]) => {
    if (name === 'read') return [name, method];
    const writing = async (key: DeliveryKey, ...input: never[]) => {
      const before = await store.read(key);
      const result = await method(key as never, ...input);
      applied({ method: name, key, input, before, after: await store.read(key) });
      return result;
    };
    return [name, writing];
  });
  return Object.fromEntries(entries) as DeliveryStore;
}

type OverNetwork<P> = {
  port: P;
  subOf: (input: unknown) => readonly string[];
  process: () => Process;
  network: Network;
};

function overNetwork<P extends Asynchronous>({ port, subOf, process, network }: OverNetwork<P>): P {
  const entries = Object.entries(port).map(([name, method]) => {
    const operation: Operation = name === 'read' ? 'dynamodb.read' : 'dynamodb.write';
    const call = (...input: never[]) =>
      network.callRepeatedly(
        process(),
        { operation, what: name, subs: subOf(input[0]), timeoutMs: TIMEOUT_MS, effect: () => method(...input) },
        ATTEMPTS,
      );
    return [name, call];
  });
  return Object.fromEntries(entries) as P;
}
