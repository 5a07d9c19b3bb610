import type { Operation } from '../../simulation/faults.ts';
import { Network, type Request } from '../../simulation/network.ts';
import type { Process } from '../../simulation/process.ts';
import type { World } from '../../simulation/world.ts';

/** A network without faults that counts the requests on it, by operation and by what they do. */
export class CountedNetwork extends Network {
  readonly requests = new Map<string, number>();

  constructor(world: World, { sourceMs }: { sourceMs: number }) {
    const latencyOf = (operation: Operation) =>
      operation === 'source.fetch' ? both(sourceMs) : (SLOW[operation] ?? QUICK);
    super(world, { call: () => undefined, way: () => false }, { told: () => undefined, latencyOf });
  }

  override call<T>(process: Process, request: Request<T>): Promise<T> {
    const name = request.what === undefined ? request.operation : `${request.operation} ${request.what}`;
    this.requests.set(name, (this.requests.get(name) ?? 0) + 1);
    return super.call(process, request);
  }
}

type Latency = { least: number; most: number };

/** Milliseconds each way. Assumed, not measured: nothing ran on AWS. */
const QUICK: Latency = { least: 2, most: 8 };
const SLOW: Partial<Record<Operation, Latency>> = {
  'ses.send': { least: 20, most: 60 },
  'cognito.write': { least: 10, most: 40 },
};

const both = (milliseconds: number): Latency => ({ least: milliseconds / 4, most: (3 * milliseconds) / 4 });
