import type { MessageAttributeValue, Message as SqsMessage } from '@aws-sdk/client-sqs';
import { type QueueName, RETENTION_DAYS } from '@postconfirm/contract';
import { type Content, contentOf } from './content.ts';

/** Why a message died: the attributes that its worker gave it. SQS's own redrive, after too many receives, gives none. */
export type Death = {
  /** A `DeadLetterReason`, or `redriven`. */
  reason: string;
  detail: string;
  worker: string;
  /** ISO 8601; empty for what was redriven. */
  deadLetteredAt: string;
};

/** A message in a dead-letter queue, as one receive gave it. Times in epoch milliseconds. */
export type DeadLetter = {
  /** The queue that it died in. */
  queue: QueueName;
  messageId: string;
  receiptHandle: string;
  body: string;
  content: Content;
  death: Death;
  /** All attributes but those of the death: they go with the message wherever it is moved. */
  attributes: Record<string, MessageAttributeValue>;
  traceHeader?: string;
  sentAt: number;
  /** SQS deletes it then. What was redriven keeps its original age; a worker's copy began anew. */
  expiresAt: number;
};

const RETENTION_MS = RETENTION_DAYS * 24 * 3_600_000;

const DEATH = ['reason', 'detail', 'worker', 'attempts', 'deadLetteredAt'];

/** Throws where SQS leaves out what it always gives. */
export function deadLetterOf(queue: QueueName, message: SqsMessage): DeadLetter {
  const { MessageId, ReceiptHandle, Body, Attributes = {}, MessageAttributes = {} } = message;
  if (!MessageId || !ReceiptHandle || Body === undefined)
    throw new Error('SQS gave a message without id, handle or body.');
  const said = (name: string) => MessageAttributes[name]?.StringValue ?? '';
  const sentAt = Number(Attributes.SentTimestamp);
  const traceHeader = Attributes.AWSTraceHeader;
  return {
    queue,
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    content: contentOf(queue, Body),
    death: {
      reason: said('reason') || 'redriven',
      detail: said('detail'),
      worker: said('worker'),
      deadLetteredAt: said('deadLetteredAt'),
    },
    attributes: Object.fromEntries(Object.entries(MessageAttributes).filter(([name]) => !DEATH.includes(name))),
    ...(traceHeader && { traceHeader }),
    sentAt,
    expiresAt: sentAt + RETENTION_MS,
  };
}
