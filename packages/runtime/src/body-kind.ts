import { type Message, messageKind, parseMessage, userPoolOf } from '@postconfirm/contract';
import type { LogFields } from './log.ts';

/** `detail` and `type` name what is wrong by field, never by value: they are logged and stand beside the dead letter. */
export type ParsedBody<M> =
  | { kind: 'message'; message: M }
  | { kind: 'poison'; detail: string }
  | { kind: 'schema-newer'; type: string };

/** What the bodies of a queue are. */
export type BodyKind<M> = {
  parse: (body: string) => ParsedBody<M>;
  /** Messages of one key are processed one after the other. */
  keyOf: (message: M) => string;
  /** What every log line about a message says of it. */
  fieldsOf: (message: M) => LogFields;
};

/** The messages of the contract, which the trigger makes. */
export const USER_MESSAGES: BodyKind<Message> = {
  parse: parseMessage,
  keyOf: ({ source, id }) => `${source} ${id}`,
  fieldsOf: messageFields,
};

/** What a line says of a message of the contract: whose it is, and the trace of the sign-up that it began with. */
export function messageFields(message: Message): LogFields {
  return {
    sub: message.subject,
    pool: userPoolOf(message),
    kind: messageKind(message),
    cause: message.data.cause,
    ...(message.traceparent && { traceparent: message.traceparent }),
  };
}
