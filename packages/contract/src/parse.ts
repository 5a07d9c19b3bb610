import * as v from 'valibot';
import { type Message, MessageSchema } from './message.ts';
import { MAX_BODY_BYTES } from './size-guard.ts';
import { parseStrictJson } from './strict-json.ts';

/** `detail` names what is wrong by field, never by value: it is logged and stands beside the dead letter. */
export type ParsedMessage =
  | { kind: 'message'; message: Message }
  | { kind: 'poison'; detail: string }
  | { kind: 'schema-newer'; type: string };

const poison = (detail: string): ParsedMessage => ({ kind: 'poison', detail });

/** Reads an SQS body. Fields that the schema does not know are ignored, so that a version may add some. */
export function parseMessage(body: string): ParsedMessage {
  // Twice our own bound: a later version may allow itself more.
  if (Buffer.byteLength(body) > 2 * MAX_BODY_BYTES) return poison('too-large');
  let value: unknown;
  try {
    value = parseStrictJson(body);
  } catch {
    return poison('not-json');
  }
  const newer = newerType(value);
  if (newer !== undefined) return { kind: 'schema-newer', type: newer };
  // Stryker disable next-line ObjectLiteral,BooleanLiteral: only the first issue is read; more take time.
  const parsed = v.safeParse(MessageSchema, value, { abortEarly: true });
  if (!parsed.success) return poison(`schema:${fieldOf(parsed.issues[0])}`);
  return consistent(parsed.output) ? { kind: 'message', message: parsed.output } : poison('schema:id');
}

/** Two levels alone: the names below `attributes` and `clientMetadata` are the sender's own words, of any length. */
const fieldOf = (issue: v.BaseIssue<unknown>) => v.getDotPath(issue)?.split('.', 2).join('.') ?? 'body';

/** The type of a message of a major version after ours, or undefined. */
function newerType(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
  if (typeof value.type !== 'string') return undefined;
  const match = /^postconfirm\.user\.[a-z-]{1,64}\.v([1-9][0-9]{0,2})$/.exec(value.type);
  return match && Number(match[1]) > 1 ? match[0] : undefined;
}

/** The id must be the subject's own: effects are keyed by one and recorded under the other. */
const consistent = (message: Message) =>
  message.id.startsWith(`${message.subject}/`) &&
  message.id.includes('/password-reset/') === message.type.includes('.password-reset.');
