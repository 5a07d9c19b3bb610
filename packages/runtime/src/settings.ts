import * as v from 'valibot';

/** One environment variable: its name, what it should be (ends the sentence "… should be"), and how its text is read. */
export type Setting<T> = { name: string; should: string; schema: v.GenericSchema<string | undefined, T> };

type Values<S extends Record<string, Setting<unknown>>> = {
  [K in keyof S]: S[K] extends Setting<infer T> ? T : never;
};

/** A setting is missing or wrong. Names every such setting at once, and never a value: one could be a secret. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** Reads all settings; throws a `SettingsError` at cold start, before any user is met. */
export function readSettings<S extends Record<string, Setting<unknown>>>(
  settings: S,
  environment: Record<string, string | undefined>,
): Values<S> {
  const problems: string[] = [];
  const entries = Object.entries(settings).map(([key, { name, should, schema }]) => {
    const text = environment[name]?.trim() || undefined;
    const read = v.safeParse(schema, text);
    if (!read.success) problems.push(`${name} is ${text === undefined ? 'missing' : 'wrong'}: it should be ${should}`);
    return [key, read.output] as const;
  });
  if (problems.length > 0) throw new SettingsError(problems.join('; '));
  return Object.fromEntries(entries) as Values<S>;
}

const url = v.pipe(v.string(), v.url(), v.regex(/^https?:/));
const email = v.pipe(v.string(), v.email());

const itemsOf = (text: string) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);

/** A comma list; empty when missing. `read` makes something of each item; one that it answers with undefined is wrong. */
function list(name: string, should: string): Setting<string[]>;
function list<T>(name: string, should: string, read: (item: string) => T | undefined): Setting<T[]>;
function list(name: string, should: string, read: (item: string) => unknown = (item) => item): Setting<unknown[]> {
  const schema = v.pipe(
    v.optional(v.string(), ''),
    v.transform((text) => itemsOf(text).map((item) => read(item))),
    v.check((items) => !items.includes(undefined)),
  );
  return { name, should, schema };
}

/** The kinds of settings: `setting.url('QUEUE_URL', 'the URL of …')`. Times are in the unit that the name says. */
export const setting = {
  text: (name: string, should: string): Setting<string> => ({ name, should, schema: v.string() }),
  optionalText: (name: string, should: string): Setting<string | undefined> => ({
    name,
    should,
    schema: v.optional(v.string()),
  }),
  url: (name: string, should: string): Setting<string> => ({ name, should, schema: url }),
  list,
  number: (name: string, should: string): Setting<number> => ({
    name,
    should: `${should}, a number not below 0`,
    schema: v.pipe(v.string(), v.toNumber(), v.finite(), v.minValue(0)),
  }),
  oneOf: <const O extends readonly string[]>(name: string, options: O): Setting<O[number]> => ({
    name,
    should: `one of ${options.join(', ')}`,
    schema: v.picklist(options),
  }),
  email: (name: string, should: string): Setting<string> => ({ name, should, schema: email }),
  optionalEmail: (name: string, should: string): Setting<string | undefined> => ({
    name,
    should,
    schema: v.optional(email),
  }),
  httpsUrl: (name: string, should: string): Setting<string> => ({
    name,
    should,
    schema: v.pipe(url, v.startsWith('https://')),
  }),
  /** JSON of a shape of the service's own. */
  json: <T>(name: string, should: string, shape: v.GenericSchema<unknown, T>): Setting<T> => ({
    name,
    should,
    schema: v.pipe(v.string(), v.parseJson(), shape),
  }),
  /** A JSON object that holds a URL under each of the keys. */
  urlMap: <const K extends string>(name: string, keys: readonly K[]): Setting<Record<K, string>> => ({
    name,
    should: `a JSON object with a URL each for ${keys.join(', ')}`,
    schema: v.pipe(v.string(), v.parseJson(), v.object(v.entriesFromList(keys, url))),
  }),
};
