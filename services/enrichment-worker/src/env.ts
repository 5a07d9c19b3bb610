import { readSettings, type Setting, setting, WORKER_SETTINGS } from '@postconfirm/runtime';
import * as v from 'valibot';
import { parseNetwork } from './address-guard.ts';
import { SOURCES } from './sources.ts';
import { parseWriteBackRule, type WriteBackRule } from './write-back-rule.ts';

/** Where a source is: its origin, and the secret that holds its bearer token if it wants one. */
export type SourceSettings = { origin: string; secretId?: string | undefined };

const list = v.pipe(
  v.optional(v.string(), ''),
  v.transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean),
  ),
);

const networks: Setting<string[]> = {
  name: 'ALLOWED_PRIVATE_ADDRESSES',
  should: 'a comma list of networks like 10.1.0.0/16',
  schema: v.pipe(
    list,
    v.check((items) => items.every((item) => parseNetwork(item) !== undefined)),
  ),
};

const writeBackRules: Setting<WriteBackRule[]> = {
  name: 'WRITE_BACK',
  should: 'a comma list like custom:tier=loyalty.tier, each source one of the declared',
  schema: v.pipe(
    list,
    v.check((items) => items.every((item) => SOURCES.some(({ name }) => name === parseWriteBackRule(item)?.source))),
    v.transform((items) => items.flatMap((item) => parseWriteBackRule(item) ?? [])),
  ),
};

const origin = (name: string): Setting<string> => ({
  name,
  should: 'an origin like https://crm.example.com, without a path',
  schema: v.pipe(
    v.string(),
    v.check((text) => /^https?:/.test(text) && URL.canParse(text) && new URL(text).href === `${new URL(text).origin}/`),
    v.transform((text) => new URL(text).origin),
  ),
});

const prefixOf = (source: string) => `SOURCE_${source.toUpperCase().replaceAll('-', '_')}`;

function readSource(source: string, environment: Record<string, string | undefined>): SourceSettings {
  const prefix = prefixOf(source);
  const secretId = setting.optionalText(`${prefix}_SECRET_ID`, 'the id of a secret in Secrets Manager');
  return readSettings({ origin: origin(`${prefix}_ORIGIN`), secretId }, environment);
}

export const readEnvironment = (environment = process.env) => ({
  ...readSettings(
    {
      ...WORKER_SETTINGS,
      tableName: setting.text('TABLE_NAME', 'the name of the DynamoDB table'),
      maxAttempts: setting.number('MAX_ATTEMPTS', 'how often a source is asked before it is given up'),
      allowedNetworks: networks,
      writeBackRules,
    },
    environment,
  ),
  sources: Object.fromEntries(SOURCES.map(({ name }) => [name, readSource(name, environment)])),
});

export type EnrichmentSettings = ReturnType<typeof readEnvironment>;
