import { seededRandom } from '@postconfirm/local-aws/random';
import { type CallFault, FAULTS_OF, type Fate, type FaultKind, type Operation, type WayFault } from './faults.ts';

/** How often what goes wrong: chances per call, message, event or invocation. */
export type Rates = {
  call: number;
  way: Readonly<Record<WayFault, number>>;
  /** Instead of `call`, for some operations. */
  calls?: Readonly<Partial<Record<Operation, number>>>;
  /** Only these kinds of call faults. */
  only?: readonly CallFault[];
  /** Only at these functions of the ledger's ports. */
  at?: readonly string[];
};

/** One fault that was injected, and whom it concerned. */
export type Injected = { kind: FaultKind; operation?: Operation; subs: readonly string[] };

/** A fate by chance, the same for the same seed. It is over once `stop` was called: what is left may end in peace. */
export class RandomFate implements Fate {
  readonly injected: Injected[] = [];
  readonly #random: () => number;
  readonly #rates: Rates;
  #over = false;

  constructor(seed: number, rates: Rates) {
    this.#random = seededRandom(seed);
    this.#rates = rates;
  }

  stop(): void {
    this.#over = true;
  }

  call(operation: Operation, subs: readonly string[], what?: string): CallFault | undefined {
    const { call, calls, only, at } = this.#rates;
    if (at !== undefined && !at.includes(what ?? '')) return undefined;
    if (this.#over || this.#random() >= (calls?.[operation] ?? call)) return undefined;
    const kinds = FAULTS_OF[operation].filter((kind) => only?.includes(kind) ?? true);
    const kind = kinds[Math.floor(this.#random() * kinds.length)];
    if (kind !== undefined) this.injected.push({ kind, operation, subs });
    return kind;
  }

  way(kind: WayFault, sub: string): boolean {
    if (this.#over || this.#random() >= this.#rates.way[kind]) return false;
    this.injected.push({ kind, subs: [sub] });
    return true;
  }
}
