import type { Message, Outcome } from '@postconfirm/contract';
import { messageKind, userPoolOf } from '@postconfirm/contract';
import { describeError } from './describe-error.ts';
import { type Log, withLogContext } from './log.ts';
import type { Receive, Received } from './sqs-worker.ts';

export type ProcessMessage = (message: Message, receive: Receive) => Promise<Outcome>;

/**
 * Processes the messages of a batch side by side, but those of one delivery one after the other: the second then finds
 * the first's result instead of its lease. One that throws is retried alone.
 */
export const eachMessage =
  (process: ProcessMessage, log: Log) =>
  (batch: readonly Omit<Received, 'body'>[]): Promise<Outcome[]> => {
    const turns = new Map<string, Promise<Outcome>>();
    return Promise.all(
      batch.map(({ message, receive }) => {
        const key = `${message.source} ${message.id}`;
        const turn = (turns.get(key) ?? Promise.resolve()).then(() => processAlone(process, log, message, receive));
        turns.set(key, turn);
        return turn;
      }),
    );
  };

const processAlone = (process: ProcessMessage, log: Log, message: Message, receive: Receive) =>
  withLogContext({ sub: message.subject, pool: userPoolOf(message), kind: messageKind(message) }, async () => {
    try {
      return await process(message, receive);
    } catch (error) {
      log('MESSAGE_FAILED', describeError(error));
      return { kind: 'retry', reason: 'unexpected' } as const;
    }
  });
