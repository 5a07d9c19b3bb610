import { CONFIRMED, type ConfirmedData, confirmedId, encodeMessage, type Message } from '@postconfirm/contract';
import type { SQSRecord } from 'aws-lambda';

export const SUB = '7f6c1a52-4b0e-4c53-9a68-0d6f0f5b1c11';

/** When every message of these tests entered its queue, epoch milliseconds. */
export const SENT_AT = Date.UTC(2026, 2, 1);

export const aMessage = (subject = SUB, data: Partial<ConfirmedData> = {}): Message => ({
  specversion: '1.0',
  id: confirmedId(subject),
  source: 'cognito:eu-central-1:eu-central-1_aBcDeFgHi',
  type: CONFIRMED,
  subject,
  time: '2026-03-01T00:00:00.000Z',
  datacontenttype: 'application/json',
  replays: 0,
  data: { cause: 'sign-up', attributes: {}, clientMetadata: {}, ...data },
});

type RecordOverrides = { messageId?: string; body?: string; receiveCount?: number; traceHeader?: string };

export const aRecord = ({ messageId = 'm', body, receiveCount = 1, traceHeader }: RecordOverrides = {}): SQSRecord => ({
  messageId,
  receiptHandle: `receipt-of-${messageId}`,
  body: body ?? encodeMessage(aMessage()),
  attributes: {
    ApproximateReceiveCount: String(receiveCount),
    SentTimestamp: String(SENT_AT),
    SenderId: 'AIDACKCEVSQ6C2EXAMPLE',
    ApproximateFirstReceiveTimestamp: String(SENT_AT),
    ...(traceHeader && { AWSTraceHeader: traceHeader }),
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:eu-central-1:111122223333:postconfirm-test-email',
  awsRegion: 'eu-central-1',
});
