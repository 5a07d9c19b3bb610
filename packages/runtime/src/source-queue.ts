import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DeadLetterReason } from '@postconfirm/contract';
import type { SQSRecord } from 'aws-lambda';
import { attributesOfCopy, fitting } from './dead-letter-attributes.ts';
import { lean } from './lean-client.ts';

/** SQS refuses to hide a message for more than 12 hours since its receive; a function may be at work for 15 minutes of them. */
const MAX_VISIBILITY_SECONDS = (12 * 60 - 15) * 60;

/** SQS counts attributes (names, types and values) and the body together: 1 MiB. */
const MAX_MESSAGE_BYTES = 1024 * 1024;

/** The attributes of a dead letter. No personal data: they are listed and alarmed on. */
export type DeadLetterAttributes = {
  reason: DeadLetterReason;
  detail: string;
  worker: string;
  attempts: string;
  deadLetteredAt: string;
};

/** The queue that a worker consumes, as far as an outcome needs it. */
export type SourceQueue = {
  /** Keeps the message invisible for so many seconds from now. */
  delay: (receiptHandle: string, seconds: number) => Promise<void>;
  /** A copy of the record beside the attributes of its death; the record's own attributes and trace go with it. */
  deadLetter: (record: DyingRecord, attributes: DeadLetterAttributes) => Promise<void>;
};

/** What of a record its dead letter keeps. */
export type DyingRecord = Pick<SQSRecord, 'body' | 'messageAttributes'> & {
  attributes: Pick<SQSRecord['attributes'], 'AWSTraceHeader'>;
};

/**
 * Client of a worker. A call ends within 4 s, so that the send and the wait that follows it fit fan-out's 10 s: a batch
 * that is cut off has no outcome. `requestTimeout` ends with the headers; `socketTimeout` bounds a body that stalls.
 */
export const createSqsClient = () =>
  lean(
    new SQSClient({
      maxAttempts: 2,
      requestHandler: {
        connectionTimeout: 1000,
        requestTimeout: 2000,
        socketTimeout: 2000,
        throwOnRequestTimeout: true,
      },
    }),
  );

export function createSourceQueue(client: SQSClient, queueUrl: string, deadLetterQueueUrl: string): SourceQueue {
  return {
    async delay(receiptHandle, seconds) {
      const timeout = Math.min(MAX_VISIBILITY_SECONDS, Math.max(0, Math.ceil(seconds)));
      await client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: queueUrl,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: timeout,
        }),
      );
    },
    async deadLetter(record, attributes) {
      // SQS takes no empty body; a dead letter must keep its place all the same.
      const MessageBody = record.body === '' ? ' ' : record.body;
      const MessageAttributes = attributesOfCopy(record, attributes);
      const trace = record.attributes.AWSTraceHeader;
      const room = MAX_MESSAGE_BYTES - Buffer.byteLength(MessageBody);
      await client.send(
        new SendMessageCommand({
          QueueUrl: deadLetterQueueUrl,
          MessageBody,
          MessageAttributes: fitting(MessageAttributes, room),
          ...(trace && { MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: trace } } }),
        }),
      );
    },
  };
}
