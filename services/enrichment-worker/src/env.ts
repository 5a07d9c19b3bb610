import { readSettings, type Setting, setting, WORKER_SETTINGS } from '@postconfirm/runtime';
import * as v from 'valibot';
import { isPrivateNetwork } from './address-guard.ts';
import type { Source } from './source.ts';
import { SOURCES } from './sources.ts';
import { parseWriteBackRule } from './write-back-rule.ts';

/** Where a source is: its origin, and the secret that holds its bearer token if it wants one. */
export type SourceSettings = { origin: string; secretId?: string | undefined };

type Environment = Record<string, string | undefined>;

const networks = setting.list(
  'ALLOWED_PRIVATE_ADDRESSES',
  'a comma list of private networks like 10.1.0.0/16',
  (item) => (isPrivateNetwork(item) ? item : undefined),
);

const writeBackRules = setting.list(
  'WRITE_BACK',
  'a comma list like custom:tier=loyalty.tier, each source one of the declared',
  (item) => {
    const rule = parseWriteBackRule(item);
    return SOURCES.some(({ name }) => name === rule?.source) ? rule : undefined;
  },
);

const SHOULD_BE_ORIGIN = 'an origin like https://crm.example.com, without a path';

const Origin = v.pipe(
  v.string(),
  v.check((text) => /^https?:/.test(text) && URL.canParse(text) && new URL(text).href === `${new URL(text).origin}/`),
  v.transform((text) => new URL(text).origin),
);

/** The settings of one source; undefined for an optional one that this stage does without. */
function readSource({ name, required }: Source, environment: Environment): SourceSettings | undefined {
  const prefix = `SOURCE_${name.toUpperCase()}`;
  const origin: Setting<string | undefined> = {
    name: `${prefix}_ORIGIN`,
    should: SHOULD_BE_ORIGIN,
    schema: required ? Origin : v.optional(Origin),
  };
  const secretId = setting.optionalText(`${prefix}_SECRET_ID`, 'the id of a secret in Secrets Manager');
  const read = readSettings({ origin, secretId }, environment);
  return read.origin === undefined ? undefined : { origin: read.origin, secretId: read.secretId };
}

function readSources(environment: Environment): Record<string, SourceSettings> {
  const read = SOURCES.map((source) => [source.name, readSource(source, environment)] as const);
  return Object.fromEntries(read.filter((entry): entry is [string, SourceSettings] => entry[1] !== undefined));
}

export const readEnvironment = (environment: Environment = process.env) => ({
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
  sources: readSources(environment),
});

export type EnrichmentSettings = ReturnType<typeof readEnvironment>;
