import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Stack } from '@postconfirm/local-aws';

const clientOf = ({ endpoints }: Stack) =>
  new SQSClient({ region: endpoints.region, endpoint: endpoints.urls.sqs, credentials: endpoints.credentials });

/** Puts bodies on a queue as they are. */
export async function sendBodies(stack: Stack, queue: string, bodies: readonly string[]): Promise<void> {
  const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
  await clientOf(stack).send(new SendMessageBatchCommand({ QueueUrl: stack.endpoints.queues[queue]?.url, Entries }));
}

/** The next dead letters of a queue, as soon as there is one. */
export async function deadLetters(stack: Stack, queue: string): Promise<Message[]> {
  const client = clientOf(stack);
  const QueueUrl = stack.endpoints.queues[queue]?.deadLetterUrl;
  const command = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1, MessageAttributeNames: ['All'] };
  for (;;) {
    const { Messages = [] } = await client.send(new ReceiveMessageCommand(command));
    if (Messages.length > 0) return Messages;
  }
}

/** Takes every message that a queue shows; their bodies. */
export async function takeBodies(stack: Stack, queue: string): Promise<string[]> {
  const client = clientOf(stack);
  const QueueUrl = stack.endpoints.queues[queue]?.url;
  const bodies: string[] = [];
  for (;;) {
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return bodies;
    bodies.push(...Messages.map(({ Body = '' }) => Body));
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
}

/** From now on a receive hides a message of the queue for so long. */
export async function hideFor(stack: Stack, queue: string, seconds: number): Promise<void> {
  const Attributes = { VisibilityTimeout: String(seconds) };
  const QueueUrl = stack.endpoints.queues[queue]?.url;
  await clientOf(stack).send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
}
