import { randomUUID } from 'node:crypto';
import {
  GetQueueAttributesCommand,
  type MessageAttributeValue,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { encodeMessage, type Message } from '@postconfirm/contract';
import type { Stack } from '@postconfirm/local-aws';
import { newPerson } from './personal-data.ts';

const clientOf = ({ endpoints }: Stack) =>
  new SQSClient({ region: endpoints.region, endpoint: endpoints.urls.sqs, credentials: endpoints.credentials });

/** A dead letter to be; without a reason, as SQS's own redrive leaves it. */
export type Dying = { body: string; reason?: string; detail?: string; attributes?: Record<string, string> };

/** Puts messages into a dead-letter queue as their worker, or SQS, would have. */
export async function die(stack: Stack, queue: string, letters: readonly Dying[]): Promise<void> {
  const sqs = clientOf(stack);
  const QueueUrl = stack.endpoints.queues[queue]?.deadLetterUrl;
  for (let start = 0; start < letters.length; start += 10) {
    const Entries = letters.slice(start, start + 10).map((letter, index) => ({
      Id: String(index),
      MessageBody: letter.body,
      MessageAttributes: attributesOf(queue, letter),
    }));
    const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    if (Failed.length > 0) throw new Error(`SQS refused a dead letter: ${Failed[0]?.Code}`);
  }
  sqs.destroy();
}

function attributesOf(queue: string, { reason, detail, attributes = {} }: Dying) {
  const death = reason && {
    reason,
    ...(detail && { detail }),
    worker: `${queue}-worker`,
    attempts: '8',
    deadLetteredAt: new Date().toISOString(),
  };
  const all: Record<string, string> = { ...death, ...attributes };
  return Object.fromEntries(
    Object.entries(all).map(([name, StringValue]): [string, MessageAttributeValue] => [
      name,
      { DataType: 'String', StringValue },
    ]),
  );
}

/** How many messages lie in a queue's dead-letter queue, hidden ones included; or in the queue itself. */
export async function depthOf(stack: Stack, queue: string, which: 'url' | 'deadLetterUrl' = 'deadLetterUrl') {
  const sqs = clientOf(stack);
  const QueueUrl = stack.endpoints.queues[queue]?.[which];
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  sqs.destroy();
  const visible = Number(Attributes['ApproximateNumberOfMessages']);
  return { visible, all: visible + Number(Attributes['ApproximateNumberOfMessagesNotVisible']) };
}

/** A confirmed person whom no pool knows: enough for everything behind the queues. */
export function aConfirmation(
  stack: Stack,
  changes: Partial<Message> = {},
): { sub: string; email: string; message: Message } {
  const sub = randomUUID();
  const { email } = newPerson();
  const message: Message = {
    specversion: '1.0',
    id: `${sub}/confirmed`,
    source: `cognito:${stack.endpoints.region}:${stack.endpoints.userPoolId}`,
    type: 'postconfirm.user.confirmed.v1',
    subject: sub,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    replays: 0,
    data: { cause: 'sign-up', email, emailVerified: true, attributes: {}, clientMetadata: {} },
    ...changes,
  };
  return { sub, email, message };
}

export const bodyOf = ({ message }: { message: Message }): string => encodeMessage(message);
