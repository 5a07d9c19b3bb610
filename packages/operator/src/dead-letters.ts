import {
  ChangeMessageVisibilityBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** How many dead letters died for the same reason, with the same detail, in the same worker. */
export type DeadLetterGroup = { reason: string; detail: string; worker: string; count: number; oldest: string };

/** Seconds that a dead letter is out of others' sight while all are counted; each is given back at once afterwards. */
const LOOK_SECONDS = 300;

/** `complete` is false when more lie there than were counted. */
export type DeadLetterCount = { groups: DeadLetterGroup[]; complete: boolean };

/**
 * Counts the dead letters of a queue by reason, detail and worker, until `limit` of them were seen. Nothing is deleted or moved, and no
 * body is read: reasons stand in the attributes. What SQS moved by itself after too many receives carries none.
 */
export async function groupDeadLetters(sqs: SQSClient, queueUrl: string, limit: number): Promise<DeadLetterCount> {
  const seen = new Map<string, Message>();
  try {
    // A page of known ones alone: the look took so long that the first came back, or SQS gave one twice.
    for (let known = -1; known < seen.size && seen.size < limit; ) {
      known = seen.size;
      for (const message of await receive(sqs, queueUrl)) seen.set(message.MessageId ?? '', message);
    }
  } finally {
    await giveBack(sqs, queueUrl, [...seen.values()]);
  }
  return { groups: grouped([...seen.values()]), complete: seen.size < limit };
}

async function receive(sqs: SQSClient, QueueUrl: string): Promise<Message[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: LOOK_SECONDS,
      // SQS asks all its servers only when it may wait.
      WaitTimeSeconds: 1,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['SentTimestamp'],
    }),
  );
  return Messages;
}

async function giveBack(sqs: SQSClient, QueueUrl: string, messages: Message[]): Promise<void> {
  for (let start = 0; start < messages.length; start += 10) {
    const Entries = messages
      .slice(start, start + 10)
      .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 }));
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
  }
}

function grouped(messages: Message[]): DeadLetterGroup[] {
  const groups = new Map<string, Message[]>();
  for (const message of messages) {
    const key = ['reason', 'detail', 'worker'].map((name) => attribute(message, name)).join(' ');
    groups.set(key, [...(groups.get(key) ?? []), message]);
  }
  return [...groups.values()].map(groupOf).sort((a, b) => b.count - a.count);
}

const attribute = (message: Message | undefined, name: string) => message?.MessageAttributes?.[name]?.StringValue;

const groupOf = (messages: Message[]): DeadLetterGroup => ({
  reason: attribute(messages[0], 'reason') ?? '(moved by SQS after too many receives)',
  detail: attribute(messages[0], 'detail') ?? '',
  worker: attribute(messages[0], 'worker') ?? '',
  count: messages.length,
  oldest: new Date(Math.min(...messages.map(({ Attributes }) => Number(Attributes?.SentTimestamp)))).toISOString(),
});
