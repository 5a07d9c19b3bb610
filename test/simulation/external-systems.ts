import { type Answer, type Failure, failed, type Source } from '@postconfirm/enrichment-worker/source.ts';
import type { WriteAttributes } from '@postconfirm/enrichment-worker/write-back.ts';
import type { SourceData } from '@postconfirm/ledger';
import { CallFailed, type Calls } from './network.ts';
import type { Process } from './process.ts';
import type { World } from './world.ts';

const TIMEOUT_MS = 5_000;
/** Chance that a source knows something newer each time it is asked. */
const NEWS_RATE = 0.3;

/** External systems: `crm` is required, `loyalty` is not. Each holds a version of every user, which grows at times. */
export class ExternalSystems {
  readonly #world: Pick<World, 'chance'>;
  readonly #versions = new Map<string, number>();

  constructor(world: Pick<World, 'chance'>) {
    this.#world = world;
  }

  /** As one process reaches them. */
  sourcesFor = (process: () => Process, network: Calls): Source[] =>
    (['crm', 'loyalty'] as const).map((name) => ({
      name,
      required: name === 'crm',
      timeoutMilliseconds: TIMEOUT_MS,
      fetch: ({ sub }) => this.#ask({ name, sub, process: process(), network }),
    }));

  async #ask(ask: { name: string; sub: string; process: Process; network: Calls }): Promise<Answer | Failure> {
    const { name, sub, process, network } = ask;
    try {
      return await network.call(process, {
        operation: 'source.fetch',
        subs: [sub],
        timeoutMs: TIMEOUT_MS,
        effect: () => this.#look(`${name} ${sub}`),
      });
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      return failed(error.failure === 'throttled' ? 'throttled' : 'unavailable', error.failure);
    }
  }

  /** Cognito, when it is asked to hold what the sources said. */
  async writeBack(process: Process, network: Calls): ReturnType<WriteAttributes> {
    try {
      const request = { operation: 'cognito.write', subs: [], timeoutMs: TIMEOUT_MS, effect: () => undefined } as const;
      await network.call(process, request);
      return { kind: 'written' };
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      const failure = error.failure === 'throttled' ? 'throttled' : 'ambiguous';
      return { kind: 'failed', class: failure, detail: error.failure };
    }
  }

  #look(key: string): Answer {
    const version = (this.#versions.get(key) ?? 1) + (this.#world.chance(NEWS_RATE) ? 1 : 0);
    this.#versions.set(key, version);
    const data: SourceData = { key, version };
    return { kind: 'ok', version, data };
  }
}
