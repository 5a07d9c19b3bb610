import type { Delivery, UserRecord } from '@postconfirm/ledger';
import {
  createMemoryDeliveryStore,
  createMemoryEventFlowStore,
  createMemoryUserRecords,
  deliveryId,
} from '@postconfirm/ledger/memory';
import { type Asynchronous, type LedgerTable, overNetwork } from '../../simulation/ledger-table.ts';
import type { Calls } from '../../simulation/network.ts';
import type { Process } from '../../simulation/process.ts';

/** SES's two events of an email that is well: what was sent, and what became of it. */
const EVENTS = 2;

/**
 * The table of a launch day. Users to whom all has happened share one item each kind, so that a million fit into the
 * memory: a message of theirs that came again would find what it would have found.
 */
export class LaunchTable {
  /** Users whose email was sent, and whose record is complete. */
  readonly done = { emails: 0, records: 0 };
  readonly #deliveries = new Map<string, Delivery>();
  readonly #records = new Map<string, UserRecord>();
  readonly #stores = {
    deliveries: createMemoryDeliveryStore(this.#deliveries),
    records: createMemoryUserRecords(this.#records),
    flow: createMemoryEventFlowStore({ flow: undefined }),
  };
  #settled: Delivery | undefined;
  #complete: UserRecord | undefined;

  portsFor(process: () => Process, network: Calls): ReturnType<LedgerTable['portsFor']> {
    const over = <P>(port: P, subOf: (input: unknown) => readonly string[]): P =>
      overNetwork({ port: port as Asynchronous, subOf, process, network }) as P;
    const subOfKey = (key: unknown) => [(key as { sub: string }).sub];
    return {
      deliveries: over(this.#sharingDeliveries(), subOfKey),
      records: over(this.#sharingRecords(), subOfKey),
      flow: over(this.#stores.flow, () => []),
    };
  }

  #sharingDeliveries() {
    const { deliveries } = this.#stores;
    return {
      ...deliveries,
      recordSent: (...input: Parameters<typeof deliveries.recordSent>) => {
        this.done.emails += this.#deliveries.get(deliveryId(input[0]))?.state === 'SENT' ? 0 : 1;
        return deliveries.recordSent(...input);
      },
      recordEvent: async (...input: Parameters<typeof deliveries.recordEvent>) => {
        const recorded = await deliveries.recordEvent(...input);
        const id = deliveryId(input[0]);
        const delivery = this.#deliveries.get(id);
        if (delivery && Object.keys(delivery.events ?? {}).length >= EVENTS) {
          this.#settled ??= delivery;
          this.#deliveries.set(id, this.#settled);
        }
        return recorded;
      },
    };
  }

  #sharingRecords() {
    const { records } = this.#stores;
    return {
      ...records,
      recordWriteBack: async (...input: Parameters<typeof records.recordWriteBack>) => {
        const stored = await records.recordWriteBack(...input);
        const [{ pool, sub }, { status }] = input;
        const id = `${pool} ${sub}`;
        if (status !== 'done' || this.#records.get(id) === this.#complete) return stored;
        this.done.records += 1;
        this.#complete ??= this.#records.get(id);
        if (this.#complete) this.#records.set(id, this.#complete);
        return stored;
      },
    };
  }
}
