import type { ExternalSystems } from '../../simulation/external-systems.ts';

/** External systems that always answer, and say the same of everybody: a million users share one record. */
export const launchSystems: Pick<ExternalSystems, 'sourcesFor' | 'writeBack'> = {
  sourcesFor: (process, network) =>
    (['crm', 'loyalty'] as const).map((name) => ({
      name,
      required: name === 'crm',
      timeoutMilliseconds: TIMEOUT_MS,
      fetch: ({ sub }) =>
        network.call(process(), {
          operation: 'source.fetch',
          subs: [sub],
          timeoutMs: TIMEOUT_MS,
          effect: () => ({ kind: 'ok', version: 1, data: { name, version: 1 } }) as const,
        }),
    })),
  writeBack: async (process, network) => {
    const request = { operation: 'cognito.write', subs: [], timeoutMs: TIMEOUT_MS, effect: () => undefined } as const;
    await network.call(process, request);
    return { kind: 'written' };
  },
};

/** As in services/enrichment-worker/src/sources.ts. */
const TIMEOUT_MS = 5_000;
