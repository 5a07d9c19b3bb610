import type {
  Delivery,
  DeliveryKey,
  DeliveryStore,
  EventFlow,
  EventFlowStore,
  Observation,
  UserRecords,
} from '@postconfirm/ledger';
import {
  createMemoryDeliveryStore,
  createMemoryEventFlowStore,
  createMemoryUserRecords,
  deliveryId,
} from '@postconfirm/ledger/memory';
import type { Operation } from './faults.ts';
import type { Calls } from './network.ts';
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

/** What lies in the table, for those who put something else there. */
type TableItems = { items: Map<string, Delivery>; flow: { flow: EventFlow } };

type Watch = { applied: (write: Applied) => void };

export type Asynchronous = Record<string, (...input: never[]) => Promise<unknown>>;

/** The one table, as it is without any network. */
export class LedgerTable {
  readonly deliveries: DeliveryStore;
  readonly flow: EventFlowStore;
  readonly records: UserRecords = createMemoryUserRecords();
  /** All that was ever stored of a source of a user, for the model that the record must equal. */
  readonly observations = new Map<string, Observation[]>();

  constructor({ applied }: Watch, { items, flow }: TableItems = { items: new Map(), flow: { flow: undefined } }) {
    this.deliveries = watched({ store: createMemoryDeliveryStore(items), items, applied });
    this.flow = createMemoryEventFlowStore(flow);
  }

  /** The ledger's ports as one process reaches them: every call may fail, be lost, repeated or come late. */
  portsFor(process: () => Process, network: Calls) {
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

type Watched = Watch & { store: DeliveryStore; items: TableItems['items'] };

function watched({ store, items, applied }: Watched): DeliveryStore {
  const entries = Object.entries(store as Asynchronous).map(([name, method]) => {
    if (name === 'read') return [name, method];
    // The store in memory has written when its promise is made: nothing comes between the write and the two looks at it.
    const writing = (key: DeliveryKey, ...input: never[]) => {
      const before = items.get(deliveryId(key));
      const result = method(key as never, ...input);
      applied({ method: name, key, input, before, after: items.get(deliveryId(key)) });
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
  network: Calls;
};

/** A port of the ledger as a process reaches it. */
export function overNetwork<P extends Asynchronous>({ port, subOf, process, network }: OverNetwork<P>): P {
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
