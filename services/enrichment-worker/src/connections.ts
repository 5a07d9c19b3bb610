import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createBearerToken } from './bearer-token.ts';
import type { EnrichmentSettings } from './env.ts';
import { createGetJson } from './http-json.ts';
import type { Connection } from './source.ts';

type Settings = Pick<EnrichmentSettings, 'sources' | 'allowedNetworks' | 'backoffCapSeconds'>;

/** One client per source, each with its own origin and token. */
export function createConnections(settings: Settings, secrets: SecretsManagerClient): Record<string, Connection> {
  const connections = Object.entries(settings.sources).map(([name, { origin, secretId }]) => {
    const token = secretId === undefined ? undefined : createBearerToken(secrets, secretId, Date.now);
    const getJson = createGetJson({
      origin,
      token,
      allowedNetworks: settings.allowedNetworks,
      retryAfterCapSeconds: settings.backoffCapSeconds,
      now: Date.now,
    });
    return [name, { getJson }] as const;
  });
  return Object.fromEntries(connections);
}
