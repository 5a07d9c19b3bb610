import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, type SQSClient } from '@aws-sdk/client-sqs';
import { errorName } from '@postconfirm/runtime';
import type { DeadLetter } from '../dead-letters/dead-letter.ts';

/** A dead letter and the body that its copy has. */
export type Copy = { letter: DeadLetter; body: string };

/** What SQS said of each copy, by the dead letter's message id: acknowledged, or a code. */
export type Sent = { acknowledged: ReadonlySet<string>; refused: ReadonlyMap<string, string> };

/** Sends at most ten copies, each apart from the others. Never rejects. */
export type SendCopies = (copies: readonly Copy[]) => Promise<Sent>;

/** SQS's limit of a batch, and of a message: 1 MiB. */
const MAX_BYTES = 1024 * 1024;

export const createSendCopies =
  (sqs: SQSClient, queueUrl: string): SendCopies =>
  async (copies) => {
    const answers = await Promise.all(batchesOf(copies).map((batch) => sendBatch(sqs, queueUrl, batch)));
    return {
      acknowledged: new Set(answers.flatMap(({ acknowledged }) => acknowledged)),
      refused: new Map(answers.flatMap(({ refused }) => refused)),
    };
  };

type Answer = { acknowledged: string[]; refused: [string, string][] };

async function sendBatch(sqs: SQSClient, QueueUrl: string, copies: readonly Copy[]): Promise<Answer> {
  try {
    const Entries = copies.map(entryOf);
    const { Successful = [], Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    const acknowledged = Successful.flatMap(({ Id }) => copies[Number(Id)]?.letter.messageId ?? []);
    const codes = new Map(Failed.map(({ Id, Code }) => [Id, Code ?? 'unknown']));
    const refused = copies.flatMap(({ letter }, index): [string, string][] =>
      acknowledged.includes(letter.messageId) ? [] : [[letter.messageId, codes.get(String(index)) ?? 'unanswered']],
    );
    return { acknowledged, refused };
  } catch (error) {
    const code = failureCode(error);
    return { acknowledged: [], refused: copies.map(({ letter }) => [letter.messageId, code]) };
  }
}

/** What Node says of a connection, or AWS by the error's name. */
const failureCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : errorName(error);

/** The attributes and the trace go with the message; those of its death stay behind. */
function entryOf({ letter, body }: Copy, index: number): SendMessageBatchRequestEntry {
  const { attributes, traceHeader } = letter;
  const system = traceHeader && { AWSTraceHeader: { DataType: 'String', StringValue: traceHeader } };
  return {
    Id: String(index),
    MessageBody: body,
    ...(Object.keys(attributes).length > 0 && { MessageAttributes: attributes }),
    ...(system && { MessageSystemAttributes: system }),
  };
}

function batchesOf(copies: readonly Copy[]): Copy[][] {
  const batches: Copy[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const copy of copies) {
    const size = sizeOf(copy);
    if (bytes + size > MAX_BYTES) {
      batches.push([]);
      bytes = 0;
    }
    bytes += size;
    batches.at(-1)?.push(copy);
  }
  return batches;
}

const sizeOf = ({ letter, body }: Copy): number =>
  Object.entries(letter.attributes).reduce(
    (sum, [name, { DataType = '', StringValue = '', BinaryValue }]) =>
      sum + Buffer.byteLength(name + DataType + StringValue) + (BinaryValue?.length ?? 0),
    Buffer.byteLength(body),
  );
