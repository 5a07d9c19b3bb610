import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { QueueName } from '@postconfirm/contract';
import { deadLetterQueueUrl } from '../stage/queue-url.ts';
import type { Stage } from '../stage/stage.ts';
import { type DeadLetter, deadLetterOf } from './dead-letter.ts';

type Borrowing = {
  /** Stop at about so many. */
  most: number;
  /** For how long they are out of others' sight, in seconds. */
  seconds: number;
  /** Told how many were seen so far. */
  seen?: (count: number) => void;
};

/** The dead-letter queue of one queue. Looking costs no message: a dead-letter queue redrives nothing, whatever the receives. */
export type DeadLetterBox = {
  queue: QueueName;
  /** The dead letters that are visible, each once. Whoever borrows gives back. */
  borrow: (borrowing: Borrowing) => Promise<DeadLetter[]>;
  giveBack: (letters: readonly DeadLetter[]) => Promise<void>;
  /** Out of others' sight for so many seconds from now. */
  keep: (letters: readonly DeadLetter[], seconds: number) => Promise<void>;
  /** Deletes them; the message ids of those that SQS says are gone. */
  remove: (letters: readonly DeadLetter[]) => Promise<ReadonlySet<string>>;
};

/** SQS's own limit of a batch. */
const BATCH = 10;
/** Receives at once: one after the other took four times as long for 10,000. */
const RECEIVERS = 4;

export async function openDeadLetterBox(stage: Stage, queue: QueueName): Promise<DeadLetterBox> {
  return deadLetterBox(stage.clients.sqs, { queue, url: await deadLetterQueueUrl(stage, queue) });
}

export function deadLetterBox(sqs: SQSClient, { queue, url }: { queue: QueueName; url: string }): DeadLetterBox {
  const keep = (letters: readonly DeadLetter[], seconds: number) => changeVisibility(sqs, url, { letters, seconds });
  return {
    queue,
    borrow: (borrowing) => borrow(sqs, { queue, url }, borrowing),
    giveBack: (letters) => keep(letters, 0),
    keep,
    remove: (letters) => remove(sqs, url, letters),
  };
}

async function borrow(
  sqs: SQSClient,
  { queue, url }: { queue: QueueName; url: string },
  { most, seconds, seen }: Borrowing,
): Promise<DeadLetter[]> {
  const found = new Map<string, DeadLetter>();
  const receiver = async () => {
    // A page of known ones alone: the look took so long that the first came back, or SQS gave one twice.
    for (let isNew = true; isNew && found.size < most; ) {
      const known = found.size;
      for (const message of await receive(sqs, url, seconds)) {
        const letter = deadLetterOf(queue, message);
        found.set(letter.messageId, letter);
      }
      isNew = found.size > known;
      seen?.(found.size);
    }
  };
  await Promise.all(Array.from({ length: Math.min(RECEIVERS, Math.ceil(most / BATCH)) }, receiver));
  return [...found.values()];
}

async function receive(sqs: SQSClient, QueueUrl: string, VisibilityTimeout: number) {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: BATCH,
      VisibilityTimeout,
      // SQS asks all its servers only when it may wait.
      WaitTimeSeconds: 1,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    }),
  );
  return Messages;
}

type Change = { letters: readonly DeadLetter[]; seconds: number };

/** An entry that fails is of a message that is gone or came back by itself: there is nothing to keep. */
async function changeVisibility(sqs: SQSClient, QueueUrl: string, { letters, seconds }: Change): Promise<void> {
  for (const batch of batchesOf(letters)) {
    const Entries = batch.map(({ receiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: seconds,
    }));
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
  }
}

async function remove(sqs: SQSClient, QueueUrl: string, letters: readonly DeadLetter[]): Promise<ReadonlySet<string>> {
  const removed = new Set<string>();
  for (const batch of batchesOf(letters)) {
    const Entries = batch.map(({ messageId, receiptHandle }) => ({ Id: messageId, ReceiptHandle: receiptHandle }));
    const { Successful = [] } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    for (const { Id } of Successful) if (Id !== undefined) removed.add(Id);
  }
  return removed;
}

function* batchesOf(letters: readonly DeadLetter[]): Generator<readonly DeadLetter[]> {
  for (let start = 0; start < letters.length; start += BATCH) yield letters.slice(start, start + BATCH);
}
