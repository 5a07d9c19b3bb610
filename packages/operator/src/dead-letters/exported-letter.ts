import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { asciiJson, QUEUES } from '@postconfirm/contract';
import * as v from 'valibot';
import { parseJson } from '../parse-json.ts';
import { contentOf } from './content.ts';
import type { DeadLetter } from './dead-letter.ts';

const AttributeSchema = v.object({
  DataType: v.string(),
  StringValue: v.exactOptional(v.string()),
  /** In base64. */
  BinaryValue: v.exactOptional(v.string()),
});

/** One line of an export: all that a dead letter is, so that it can be replayed after SQS has deleted it. */
const LineSchema = v.object({
  queue: v.picklist(QUEUES),
  messageId: v.string(),
  sentAt: v.number(),
  expiresAt: v.number(),
  death: v.object({ reason: v.string(), detail: v.string(), worker: v.string(), deadLetteredAt: v.string() }),
  attributes: v.record(v.string(), AttributeSchema),
  traceHeader: v.exactOptional(v.string()),
  body: v.string(),
});

/** In ASCII: readers of lines take some other characters for the end of one. */
export function exportLine({ receiptHandle: _, content: __, attributes, ...letter }: DeadLetter): string {
  const encoded = Object.entries(attributes).map(([name, attribute]) => [name, encode(attribute)]);
  return asciiJson({ ...letter, attributes: Object.fromEntries(encoded) });
}

/** A line of an export as the dead letter that it was, or undefined where it is none. */
export function parseExportLine(line: string): DeadLetter | undefined {
  const read = v.safeParse(LineSchema, parseJson(line));
  if (!read.success) return undefined;
  const { attributes, ...letter } = read.output;
  const decoded = Object.entries(attributes).map(([name, attribute]) => [name, decode(attribute)]);
  return {
    ...letter,
    receiptHandle: '',
    content: contentOf(letter.queue, letter.body),
    attributes: Object.fromEntries(decoded),
  };
}

const encode = ({ DataType, StringValue, BinaryValue }: MessageAttributeValue) => ({
  DataType,
  ...(StringValue !== undefined && { StringValue }),
  ...(BinaryValue !== undefined && { BinaryValue: Buffer.from(BinaryValue).toString('base64') }),
});

const decode = ({ BinaryValue, ...rest }: v.InferOutput<typeof AttributeSchema>): MessageAttributeValue => ({
  ...rest,
  ...(BinaryValue !== undefined && { BinaryValue: Buffer.from(BinaryValue, 'base64') }),
});
