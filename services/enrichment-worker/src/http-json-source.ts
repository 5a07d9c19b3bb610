import type { SourceData } from '@postconfirm/ledger';
import * as v from 'valibot';
import { type Answer, type Failure, failed, type Source, type SourceQuery } from './source.ts';
import { unfitness } from './source-data.ts';

type HttpJsonSource<T extends { sub: string }> = {
  name: string;
  required: boolean;
  /** Path and query below the source's origin; `{sub}` and `{email}` are replaced, URL-encoded. */
  path: string;
  /** Bounds one call as a whole. */
  timeoutMilliseconds: number;
  /** What the answer must be. `sub` is compared with the user's: another user's data is `invalid`. */
  schema: v.GenericSchema<unknown, T>;
  map: (answer: T) => { version: number; data: SourceData };
  /** What 404 and a user without the needed address mean: `retry` (not yet there), or `no-data` (a normal answer). */
  absent: 'retry' | 'no-data';
};

const NO_DATA: Answer = { kind: 'ok', version: 0, data: {} };

/** A source that is asked by one GET and answers with one JSON object. */
export function httpJsonSource<T extends { sub: string }>(options: HttpJsonSource<T>): Source {
  const { name, required, timeoutMilliseconds } = options;
  return {
    name,
    required,
    timeoutMilliseconds,
    async fetch(query, { getJson }) {
      const path = pathFor(options.path, query);
      if (path === undefined) return absent(options.absent, 'no-email');
      const answer = await getJson(path, { timeoutMilliseconds });
      if (answer.kind === 'json') return read(options, answer.value, query);
      return answer.reason === 'absent' ? absent(options.absent, answer.detail) : answer;
    },
  };
}

const absent = (meaning: 'retry' | 'no-data', detail: string) =>
  meaning === 'no-data' ? NO_DATA : failed('absent', detail);

/** The path for this user; undefined when the template asks for an address and there is none. */
export function pathFor(template: string, { sub, email }: SourceQuery): string | undefined {
  if (template.includes('{email}') && email === undefined) return undefined;
  const values: Record<string, string> = { '{sub}': sub, '{email}': email ?? '' };
  // toWellFormed: encodeURIComponent throws on half a surrogate pair.
  return template.replace(/\{(?:sub|email)\}/g, (field) => encodeURIComponent((values[field] ?? '').toWellFormed()));
}

function read<T extends { sub: string }>(
  options: HttpJsonSource<T>,
  value: unknown,
  query: SourceQuery,
): Answer | Failure {
  const parsed = v.safeParse(options.schema, value, { abortEarly: true });
  if (!parsed.success) return failed('invalid', `schema:${v.getDotPath(parsed.issues[0]) ?? 'body'}`);
  if (parsed.output.sub !== query.sub) return failed('invalid', 'other-user');
  const { version, data } = options.map(parsed.output);
  if (!Number.isSafeInteger(version) || version < 0) return failed('invalid', 'version');
  const misfit = unfitness(data);
  return misfit === undefined ? { kind: 'ok', version, data } : failed('invalid', misfit);
}
