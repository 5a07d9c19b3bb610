import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '../emulators/api-error.ts';
import type { Mappings } from '../mappings.ts';
import { type AliasOf, functionArn, parseFunctionName } from './function-name.ts';
import type { FunctionPool } from './function-pool.ts';
import type { Policies } from './policies.ts';

/** What Lambda's API tells of and changes. */
export interface Deployed {
  /** By function name. */
  functions: ReadonlyMap<string, FunctionPool>;
  aliases: readonly AliasOf[];
  policies: Policies;
  mappings: Pick<Mappings, 'all' | 'find'>;
}

/** One request: its path's variable parts, in order, decoded. */
export interface Call {
  path: readonly string[];
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  /** Text as it is, anything else as JSON. */
  body: unknown;
}

export type Action = (deployed: Deployed, call: Call) => Reply | Promise<Reply>;

/**
 * The function that the first part of the path names, qualified by it or by `?Qualifier=`.
 * @throws ApiError when there is no such function, version or alias
 */
export function namedFunction(deployed: Deployed, { path: [given = ''], query }: Call) {
  const { name, alias: qualifier = query.get('Qualifier') ?? undefined } = parseFunctionName(given);
  const pool = deployed.functions.get(name);
  const arn = functionArn(name, qualifier);
  const known = qualifier === undefined || isVersion(qualifier) || hasAlias(deployed, name, qualifier);
  if (!pool || !known) throw new ApiError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
  return { pool, name, arn, ...(qualifier && { qualifier }) };
}

export const hasAlias = ({ aliases }: Deployed, functionName: string, alias: string): boolean =>
  aliases.some((one) => one.functionName === functionName && one.alias === alias);

/** What was built is version 1 here. */
const isVersion = (qualifier: string): boolean => qualifier === '$LATEST' || qualifier === '1';

/** @throws ApiError when the body is no JSON */
export function jsonOf(body: string): Record<string, unknown> {
  try {
    return JSON.parse(body);
  } catch {
    throw new ApiError('InvalidRequestContentException', 'The payload is not JSON.');
  }
}
