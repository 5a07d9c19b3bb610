import type { CallFault, Fate, Operation } from './faults.ts';
import type { Process } from './process.ts';
import type { World } from './world.ts';

/** Why a call brought no answer. `reset` and `no-answer` leave open whether it was done. */
export type Failure = 'refused' | 'throttled' | 'reset' | 'no-answer';

export class CallFailed extends Error {
  override readonly name = 'CallFailed';
  readonly failure: Failure;

  private constructor(failure: Failure) {
    super(failure);
    this.failure = failure;
  }

  /** One of each: a stack for every failure would cost more than the call. */
  static readonly #ofEach: Record<Failure, CallFailed> = {
    refused: new CallFailed('refused'),
    throttled: new CallFailed('throttled'),
    reset: new CallFailed('reset'),
    'no-answer': new CallFailed('no-answer'),
  };

  static by = (failure: Failure): CallFailed => CallFailed.#ofEach[failure];
}

/** The network as a process sees it. */
export type Calls = Pick<Network, 'call' | 'callRepeatedly'>;

/** One request. `effect` is what it does on the other side; `timeoutMs`: when its sender gives up. */
export type Request<T> = {
  operation: Operation;
  /** Which one, where an operation has several. */
  what?: string;
  subs: readonly string[];
  timeoutMs: number;
  effect: () => T | Promise<T>;
  /** What it does when a part of it is refused. */
  partially?: () => T | Promise<T>;
};

/** Milliseconds each way. */
const LATENCY: Latency = { least: 2, most: 30 };
/** A late effect comes within this time of its request: what outlives a connection by more is not seen in practice. */
export const LATEST_EFFECT_MS = 120_000;
/** How long a process stands still: seconds mostly, minutes at times. */
const FREEZES_MS = [5_000, 60_000, 200_000, 600_000];

/** Hears of every fault: which process met it, whom it concerned, and what it was. */
type Told = (process: Process, subs: readonly string[], what: string) => void;

type Latency = { least: number; most: number };

type NetworkOptions = {
  told: Told;
  freezesMs?: readonly number[];
  /** Milliseconds each way, where an operation takes others than most. */
  latencyOf?: (operation: Operation) => Latency;
};

export class Network {
  readonly #world: World;
  readonly #fate: Fate;
  readonly #told: Told;
  readonly #freezesMs: readonly number[];
  readonly #latencyOf: (operation: Operation) => Latency;

  constructor(world: World, fate: Fate, { told, freezesMs = FREEZES_MS, latencyOf = () => LATENCY }: NetworkOptions) {
    this.#world = world;
    this.#fate = fate;
    this.#told = told;
    this.#freezesMs = freezesMs;
    this.#latencyOf = latencyOf;
  }

  /** One request by a process; rejects with a `CallFailed`, or never settles when the process is gone. */
  call<T>(process: Process, request: Request<T>): Promise<T> {
    const fault = this.#fate.call(request.operation, request.subs, request.what);
    if (fault) this.#told(process, request.subs, `${request.what ?? request.operation}: ${fault}`);
    if (fault === 'crash-before') process.die();
    if (!process.alive) return new Promise(() => undefined);
    if (fault !== 'freeze-before') return this.#exchange(process, request, fault);
    process.freeze(this.#world.pick(this.#freezesMs));
    return process.wait(0).then(() => this.#exchange(process, request, undefined));
  }

  #exchange<T>(process: Process, request: Request<T>, fault: CallFault | undefined): Promise<T> {
    const world = this.#world;
    const start = world.now();
    const { least, most } = this.#latencyOf(request.operation);
    const arrival = start + world.between(least, most);
    const reply = arrival + world.between(least, most);
    return new Promise<T>((resolve, reject) => {
      const fail = (failure: Failure, moment: number) => process.resumeAt(moment, () => reject(CallFailed.by(failure)));
      const arrive = (moment: number, then?: (result: T | Promise<T>) => void, effect = request.effect) =>
        world.at(moment, () => {
          const result = effect();
          then?.(result);
        });
      const answer = (effect = request.effect) =>
        arrive(arrival, (result) => process.resumeAt(reply, () => resolve(result)), effect);
      const later = () => start + request.timeoutMs + world.between(0, LATEST_EFFECT_MS);
      switch (fault) {
        case 'refuse':
          return fail('refused', reply);
        case 'throttle':
          return fail('throttled', reply);
        case 'hang':
          return fail('no-answer', start + request.timeoutMs);
        case 'lost-reply':
          arrive(arrival);
          return fail('reset', reply);
        case 'late-effect':
          arrive(later());
          return fail('no-answer', start + request.timeoutMs);
        case 'late-copy':
          arrive(later());
          return answer();
        case 'crash-after':
          return arrive(arrival, () => process.die());
        case 'freeze':
          return arrive(arrival, (result) => {
            process.freeze(world.pick(this.#freezesMs));
            process.resumeAt(reply, () => resolve(result));
          });
        case 'partial':
          return answer(request.partially);
        default:
          return answer();
      }
    });
  }

  /** The AWS SDK's own repetitions: every failure is tried again, with waits, up to `attempts`. */
  async callRepeatedly<T>(process: Process, request: Request<T>, attempts: number): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.call(process, request);
      } catch (error) {
        if (attempt >= attempts) throw error;
        await process.wait(this.#world.between(20, 100) * 2 ** attempt);
      }
    }
  }
}
