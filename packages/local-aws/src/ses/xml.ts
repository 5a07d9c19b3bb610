import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Refusal } from './outcome.ts';

const NAMESPACE = 'http://ses.amazonaws.com/doc/2010-12-01/';

/** What an answer holds: texts, numbers and so on by name, lists as `<member>`s, maps as `<entry>`s. */
export type Result = { readonly [name: string]: Value };
type Value = string | number | boolean | Result | readonly Value[] | Map<string, Result> | undefined;

/** An answer of SES v1, as the wire carries it. */
export const document = (action: string, result: Result): string =>
  `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${content(result)}</${action}Result>` +
  `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${action}Response>`;

export const succeed = (response: ServerResponse, action: string, result: Result): void =>
  void response.writeHead(200, { 'content-type': 'text/xml' }).end(document(action, result));

export function refuse(response: ServerResponse, { code, message, status = 400 }: Refusal): void {
  const type = status < 500 ? 'Sender' : 'Receiver';
  const error = content({ Error: { Type: type, Code: code, Message: message }, RequestId: randomUUID() });
  response.writeHead(status, { 'content-type': 'text/xml' });
  response.end(`<ErrorResponse xmlns="${NAMESPACE}">${error}</ErrorResponse>`);
}

function content(value: Value): string {
  if (Array.isArray(value)) return value.map((item) => `<member>${content(item)}</member>`).join('');
  if (value instanceof Map) return [...value].map(([key, item]) => content({ entry: { key, value: item } })).join('');
  if (typeof value !== 'object') return asText(value);
  return Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([name, item]) => `<${name}>${content(item)}</${name}>`)
    .join('');
}

const asText = (value: unknown) => String(value).replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
