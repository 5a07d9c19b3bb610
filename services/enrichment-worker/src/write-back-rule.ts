import type { Json, SourceState } from '@postconfirm/ledger';

/** Cognito's limit for the value of an attribute, in characters. */
const MAX_VALUE = 2048;

/** One field of a source that Cognito shall hold as an attribute of the user. */
export type WriteBackRule = { attribute: string; source: string; field: string };

export type Attributes = Readonly<Record<string, string>>;

/** Reads `custom:tier=loyalty.tier`; undefined when it is not of that form. */
export function parseWriteBackRule(text: string): WriteBackRule | undefined {
  const [, attribute, source, field] = /^([A-Za-z0-9_:-]{1,64})=([a-z][a-z0-9-]*)\.([A-Za-z0-9_]+)$/.exec(text) ?? [];
  return attribute && source && field ? { attribute, source, field } : undefined;
}

/** The attributes that Cognito should hold by what the sources have said so far; what is unknown is left out. */
export function attributesFor(
  rules: readonly WriteBackRule[],
  sources: Readonly<Record<string, SourceState>>,
): Attributes {
  const pairs = rules.map(
    ({ attribute, source, field }) => [attribute, textOf(sources[source]?.data?.[field])] as const,
  );
  return Object.fromEntries(pairs.filter((pair): pair is readonly [string, string] => pair[1] !== undefined));
}

function textOf(value: Json | undefined): string | undefined {
  if (value === undefined || value === null || typeof value === 'object') return undefined;
  return String(value).slice(0, MAX_VALUE).toWellFormed();
}
