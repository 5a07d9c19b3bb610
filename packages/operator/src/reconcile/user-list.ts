import { parse } from 'csv-parse/sync';
import * as v from 'valibot';
import { OperatorError } from '../operator-error.ts';

/** How a user is named in a list: exactly by sub, or by their name in the pool. */
export type Named = { by: 'sub' | 'username'; value: string };

const UserSchema = v.pipe(
  v.union([
    v.object({ sub: v.pipe(v.string(), v.nonEmpty()) }),
    v.object({ userName: v.pipe(v.string(), v.nonEmpty()) }),
  ]),
  v.transform(
    (user): Named => ('sub' in user ? { by: 'sub', value: user.sub } : { by: 'username', value: user.userName }),
  ),
);

const SUB = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const TextSchema = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty(),
  v.transform((value): Named => ({ by: SUB.test(value) ? 'sub' : 'username', value })),
);

const ListSchema = v.array(v.union([TextSchema, UserSchema]));

/**
 * A list of users: JSON (texts, or objects with `sub` or `userName`) or CSV (one column without a heading, or columns
 * named `sub` or `userName` among others). A text of a sub's form is a sub.
 */
export function parseUserList(text: string): Named[] {
  const list = v.safeParse(ListSchema, /^\s*\[/.test(text) ? json(text) : csv(text));
  if (list.success) return distinct(list.output);
  // By place, never by value: a name may be an address.
  throw new OperatorError(
    'usage',
    `Entry ${Number(list.issues[0].path?.[0]?.key ?? 0) + 1} of the list names no user: ${FORM}`,
  );
}

const FORM = 'it should be a text, or have a sub or a userName.';

const distinct = (list: readonly Named[]): Named[] => [
  ...new Map(list.map((named) => [`${named.by} ${named.value}`, named])).values(),
];

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new OperatorError('usage', 'The list begins like JSON, but is none.');
  }
}

function csv(text: string): unknown {
  const heading = /^\W*(sub|userName)\b|[,;\t]\W*(sub|userName)\b/.test(text.split('\n')[0] ?? '');
  try {
    const rows = parse(text, {
      columns: heading,
      delimiter: [',', ';', '\t'],
      skip_empty_lines: true,
      trim: true,
    });
    return heading ? rows.map(namedOf) : (rows as unknown as string[][]).map(([first]) => first);
  } catch {
    throw new OperatorError('usage', 'The list is no CSV: it should have as many fields in every line.');
  }
}

/** The sub, where there is one. */
const namedOf = (row: unknown): unknown => {
  const { sub, userName } = row as Record<string, string>;
  return sub ? { sub } : { userName };
};
