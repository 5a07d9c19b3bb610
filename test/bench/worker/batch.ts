import { randomUUID } from 'node:crypto';
import { encodeMessage, type Message } from '@postconfirm/contract';
import type { SQSEvent, SQSRecord } from 'aws-lambda';

export const POOL = 'eu-central-1_Abcdef123';

/** Confirmations of people whom nothing knows yet, as an event source mapping hands them over. */
export const newBatch = (size: number): SQSEvent => ({ Records: Array.from({ length: size }, newRecord) });

function newRecord(): SQSRecord {
  const now = Date.now();
  return {
    messageId: randomUUID(),
    receiptHandle: 'handle',
    body: encodeMessage(newMessage(now)),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: String(now),
      SenderId: 'bench',
      ApproximateFirstReceiveTimestamp: String(now),
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:000000000000:bench',
    awsRegion: 'eu-central-1',
  };
}

function newMessage(now: number): Message {
  const subject = randomUUID();
  return {
    specversion: '1.0',
    id: `${subject}/confirmed`,
    source: `cognito:eu-central-1:${POOL}`,
    type: 'postconfirm.user.confirmed.v1',
    subject,
    time: new Date(now).toISOString(),
    datacontenttype: 'application/json',
    replays: 0,
    data: {
      cause: 'sign-up',
      userName: subject,
      clientId: '7fk3k2j1h4g5',
      email: `${subject}@bench.invalid`,
      emailVerified: true,
      locale: 'de-DE',
      name: 'Ada Lovelace',
      attributes: { 'custom:plan': 'pro' },
      clientMetadata: { campaign: 'spring' },
    },
  };
}
