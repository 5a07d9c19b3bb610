import { CONFIRMED, confirmedId, encodeMessage, type Message, type QueueName } from '@postconfirm/contract';
import { type DeadLetter, deadLetterOf } from '../dead-letters/dead-letter.ts';

export const SUB = '7f6c1a52-4b0e-4c53-9a68-0d6f0f5b1c11';
export const NOW = Date.parse('2026-03-10T12:00:00.000Z');

/** When every confirmation of these tests was made. */
export const TIME = '2026-03-10T09:00:00.000Z';

type Overrides = Partial<Omit<Message, 'data'>> & { data?: Partial<Message['data']> };

export const aMessage = ({ data, ...envelope }: Overrides = {}): Message => ({
  specversion: '1.0',
  id: confirmedId(envelope.subject ?? SUB),
  source: 'cognito:eu-central-1:eu-central-1_Abc',
  type: CONFIRMED,
  subject: SUB,
  time: TIME,
  datacontenttype: 'application/json',
  replays: 0,
  ...envelope,
  data: {
    cause: 'sign-up',
    email: 'ada@mail.io',
    emailVerified: true,
    attributes: {},
    clientMetadata: {},
    ...data,
  },
});

type Given = {
  queue?: QueueName;
  messageId?: string;
  body?: string;
  sentAt?: number;
  attributes?: Record<string, string>;
};

/** A dead letter as SQS gives it. */
export function aDeadLetter(given: Given = {}): DeadLetter {
  const { queue = 'email', messageId = 'm1', body = encodeMessage(aMessage()), sentAt = NOW - 3_600_000 } = given;
  const text = Object.entries(given.attributes ?? {}).map(([name, StringValue]) => [
    name,
    { DataType: 'String', StringValue },
  ]);
  return deadLetterOf(queue, {
    MessageId: messageId,
    ReceiptHandle: `handle-of-${messageId}`,
    Body: body,
    Attributes: { SentTimestamp: String(sentAt) },
    MessageAttributes: Object.fromEntries(text),
  });
}
