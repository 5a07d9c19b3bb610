import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Message, Outcome } from '@postconfirm/contract';
import { failureOf } from './aws-failure.ts';
import { type BodyKind, USER_MESSAGES } from './body-kind.ts';
import { type Log, withLogContext } from './log.ts';
import type { MessageCode } from './log-lines/message.ts';
import type { Receive, Received } from './sqs-worker.ts';

type Process<M> = (message: M, receive: Receive) => Promise<Outcome>;

export type ProcessMessage = Process<Message>;

type Each<M> = {
  bodies: BodyKind<M>;
  process: Process<M>;
  log: Log<MessageCode>;
  /** What a message waits for before it begins; nothing when left out. */
  begin?: () => Promise<void>;
};

const atOnce = () => Promise.resolve();

/**
 * Each begins in a turn of the event loop of its own, so that the calls of one are on their way while the next is prepared. Begun in
 * one turn, all would go through the SDK in step and wait for AWS together.
 */
export const eachMessage = (process: ProcessMessage, log: Log<MessageCode>) =>
  eachOf({ bodies: USER_MESSAGES, process, log, begin: nextTurn });

/**
 * Processes the messages of a batch side by side, but those of one delivery one after the other: the second then finds
 * the first's result instead of its lease. One that throws is retried alone.
 */
export const eachOf =
  <M>(each: Each<M>) =>
  (batch: readonly Omit<Received<M>, 'body'>[]): Promise<Outcome[]> => {
    const { begin = atOnce } = each;
    const turns = new Map<string, Promise<Outcome>>();
    return Promise.all(
      batch.map(({ message, receive }) => {
        const key = each.bodies.keyOf(message);
        const turn = (turns.get(key) ?? begin()).then(() => processAlone(each, message, receive));
        turns.set(key, turn);
        return turn;
      }),
    );
  };

const processAlone = <M>({ bodies, process, log }: Each<M>, message: M, receive: Receive) =>
  withLogContext(bodies.fieldsOf(message), async () => {
    try {
      return await process(message, receive);
    } catch (error) {
      const { rule, fields } = failureOf('table', error);
      log(rule.code, fields);
      return { kind: rule.outcome, reason: 'unexpected' };
    }
  });
