import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { encodeMessage, type Message } from '@postconfirm/contract';
import type { DeliveryKey } from '@postconfirm/ledger';
import { subjectOf } from '../dead-letters/content.ts';
import type { DeadLetter } from '../dead-letters/dead-letter.ts';
import { queueUrl } from '../stage/queue-url.ts';
import type { Stage } from '../stage/stage.ts';
import { rebuiltMessage } from './rebuilt-message.ts';

/** By what a held email can be sent: its dead letters, a message made anew, or nothing. */
export type Way =
  | { key: DeliveryKey; by: 'dead-letter'; ids: string[] }
  | { key: DeliveryKey; by: 'pool'; message: Message }
  | { key: DeliveryKey; by: 'nothing'; says: string };

/** Found before the ledger is touched: a delivery that is open again and has no message would wait for ever. */
export async function wayOf(stage: Stage, key: DeliveryKey, letters: readonly DeadLetter[], now: number): Promise<Way> {
  const ids = letters.filter(({ content }) => isSame(subjectOf(content), key)).map(({ messageId }) => messageId);
  if (ids.length > 0) return { key, by: 'dead-letter', ids };
  const rebuilt = await rebuiltMessage(stage, key, now);
  return 'message' in rebuilt ? { key, by: 'pool', ...rebuilt } : { key, by: 'nothing', ...rebuilt };
}

const isSame = (one: DeliveryKey | undefined, other: DeliveryKey) =>
  one?.pool === other.pool && one.sub === other.sub && one.kind === other.kind;

/** To the queue of the email worker alone: the user's record needs no repair. */
export async function sendAnew(stage: Stage, message: Message): Promise<void> {
  const QueueUrl = await queueUrl(stage, 'email');
  await stage.clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: encodeMessage(message) }));
}
