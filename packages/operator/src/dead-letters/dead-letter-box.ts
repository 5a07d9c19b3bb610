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
  /** Given each page as it comes; awaited, so that what is borrowed can be noted before more is. */
  received?: (letters: readonly DeadLetter[]) => unknown;
  /** Once aborted, no further page is asked for: what was borrowed so far is returned. */
  signal?: AbortSignal;
};

/** A dead letter that was borrowed: what SQS needs to know of it. */
export type Borrowed = Pick<DeadLetter, 'messageId' | 'receiptHandle'>;

/** The dead-letter queue of one queue. Looking costs no message: a dead-letter queue redrives nothing, whatever the receives. */
export type DeadLetterBox = {
  queue: QueueName;
  /** The dead letters that are visible, each once. Whoever borrows gives back; a borrowing that fails has done so itself. */
  borrow: (borrowing: Borrowing) => Promise<DeadLetter[]>;
  giveBack: (letters: readonly Borrowed[]) => Promise<void>;
  /** Out of others' sight for so many seconds from now. */
  keep: (letters: readonly Borrowed[], seconds: number) => Promise<void>;
  /** Deletes them; the message ids of those that SQS says are gone. */
  remove: (letters: readonly Borrowed[]) => Promise<ReadonlySet<string>>;
};

/** Most that one look takes, of a queue; SQS itself hides no more than 120,000. */
export const MOST_AT_ONCE = 100_000;

/** SQS's own limit of a batch. */
const BATCH = 10;
/** Calls at once: one receive after the other took four times as long for 10,000. */
const RECEIVERS = 4;

export async function openDeadLetterBox(stage: Stage, queue: QueueName): Promise<DeadLetterBox> {
  return deadLetterBox(stage.clients.sqs, { queue, url: await deadLetterQueueUrl(stage, queue) });
}

export const openDeadLetterBoxes = (stage: Stage, queues: readonly QueueName[]): Promise<DeadLetterBox[]> =>
  Promise.all(queues.map((queue) => openDeadLetterBox(stage, queue)));

export function deadLetterBox(sqs: SQSClient, { queue, url }: { queue: QueueName; url: string }): DeadLetterBox {
  const keep = (letters: readonly Borrowed[], seconds: number) => changeVisibility(sqs, url, { letters, seconds });
  return {
    queue,
    borrow: (borrowing) => borrow(sqs, { queue, url }, borrowing),
    giveBack: (letters) => keep(letters, 0),
    keep,
    remove: (letters) => remove(sqs, url, letters),
  };
}

type Source = { queue: QueueName; url: string };

async function borrow(sqs: SQSClient, source: Source, borrowing: Borrowing): Promise<DeadLetter[]> {
  const found = new Map<string, DeadLetter>();
  const receivers = Math.min(RECEIVERS, Math.ceil(borrowing.most / BATCH));
  const ends = await Promise.allSettled(
    Array.from({ length: receivers }, () => receiveAll(sqs, source, { ...borrowing, found })),
  );
  const failure = ends.find((end) => end.status === 'rejected');
  if (failure === undefined) return [...found.values()];
  await changeVisibility(sqs, source.url, { letters: [...found.values()], seconds: 0 });
  throw failure.reason;
}

async function receiveAll(
  sqs: SQSClient,
  { queue, url }: Source,
  { found, most, seconds, received, signal }: Borrowing & { found: Map<string, DeadLetter> },
): Promise<void> {
  // An empty page, or one of known ones alone: the look took so long that the first came back, or SQS gave one twice.
  for (let isNew = true; isNew && found.size < most && !signal?.aborted; ) {
    const page = (await receive(sqs, url, seconds)).map((message) => deadLetterOf(queue, message));
    isNew = page.some(({ messageId }) => !found.has(messageId));
    for (const letter of page) found.set(letter.messageId, letter);
    await received?.(page);
  }
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

type Change = { letters: readonly Borrowed[]; seconds: number };

/** An entry that fails is of a message that is gone or came back by itself: there is nothing to keep. */
async function changeVisibility(sqs: SQSClient, QueueUrl: string, { letters, seconds }: Change): Promise<void> {
  await eachBatch(letters, async (batch) => {
    const Entries = batch.map(({ receiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: seconds,
    }));
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
  });
}

async function remove(sqs: SQSClient, QueueUrl: string, letters: readonly Borrowed[]): Promise<ReadonlySet<string>> {
  const removed = new Set<string>();
  await eachBatch(letters, async (batch) => {
    const Entries = batch.map(({ messageId, receiptHandle }) => ({ Id: messageId, ReceiptHandle: receiptHandle }));
    const { Successful = [] } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    for (const { Id } of Successful) if (Id !== undefined) removed.add(Id);
  });
  return removed;
}

/** A batch that fails does not keep the others from their turn; the first failure is told when all had theirs. */
async function eachBatch(
  letters: readonly Borrowed[],
  work: (batch: readonly Borrowed[]) => Promise<void>,
): Promise<void> {
  const starts = Array.from({ length: Math.ceil(letters.length / BATCH) }, (_, index) => index * BATCH);
  const failures: unknown[] = [];
  const worker = async () => {
    for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
      await work(letters.slice(start, start + BATCH)).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: RECEIVERS }, worker));
  if (failures.length > 0) throw failures[0];
}
