import {
  createDynamoDbDeliveryStore,
  createDynamoDbEventFlowStore,
  type Delivery,
  type DeliveryKey,
  PROTOCOL,
  type Situation,
  situationOf,
} from '@postconfirm/ledger';
import { emailWorkerRules } from '../stage/email-worker.ts';
import type { Stage } from '../stage/stage.ts';

/** A person's word on what became of an email. */
export type Word = 'sent' | 'resend';

/** `done`: the ledger has it. Otherwise why not, in a sentence. */
export type Settled = { key: DeliveryKey; done: true } | { key: DeliveryKey; done: false; says: string };

export type Settle = (key: DeliveryKey) => Promise<Settled>;

/** Whether the ledger takes this word on a delivery: what it would answer, and nothing is written. */
export type MaySettle = (key: DeliveryKey) => Promise<Settled>;

/** Puts a person's word into the ledger, where the protocol takes it. */
export async function createSettle(
  stage: Stage,
  word: Word,
  now: () => number,
): Promise<{ may: MaySettle; settle: Settle }> {
  const { clients, tableName } = stage;
  const store = createDynamoDbDeliveryStore(clients.dynamodb, tableName);
  const flowStore = createDynamoDbEventFlowStore(clients.dynamodb, tableName);
  const { delivery: rules } = await emailWorkerRules(stage);
  const look = async (key: DeliveryKey) => {
    const seen = await store.read(key);
    const situation = situationOf(seen, { now: now(), flow: await flowStore.read() }, rules);
    return { seen, refusal: PROTOCOL[situation][word] === 'refuse' ? REFUSALS[situation] : undefined };
  };
  const write = (key: DeliveryKey, seen: Delivery) =>
    word === 'sent' ? store.settle(key, seen, { now: now() }) : store.reopen(key, seen, { now: now() });
  const refuse = (key: DeliveryKey, says: string): Settled => ({ key, done: false, says });
  return {
    async may(key) {
      const { refusal } = await look(key);
      return refusal === undefined ? { key, done: true } : refuse(key, refusal);
    },
    async settle(key) {
      const { seen, refusal } = await look(key);
      if (refusal !== undefined || seen === undefined) return refuse(key, refusal ?? REFUSALS.none);
      return (await write(key, seen)) ? { key, done: true } : refuse(key, 'It moved meanwhile: look at it again.');
    },
  };
}

const REPLAY = 'replay its message: `dlq replay --queue email --user <sub>`';
const UNANSWERED = 'its doubt may still be answered by an event of SES: wait until it is held.';

/** Why a word is refused, and what to do; the situations in which both are taken never ask. */
const REFUSALS: Record<Situation, string> = {
  none: `Nothing was tried yet: ${REPLAY}.`,
  retry: `SES definitely did not take it: ${REPLAY}.`,
  sending: 'It is being sent at this moment: look again in two minutes.',
  'doubt-open': `Not to be sent again: ${UNANSWERED}`,
  'doubt-settled': `Not to be sent again by hand: ${UNANSWERED}`,
  'doubt-overdue': 'Not yet held: its message will hold it when it comes next.',
  held: 'It is held: settle it by --sent or --resend.',
  skipped: `No email was to be sent: ${REPLAY}, which judges anew.`,
  'user-deleted': 'The user was forgotten: that is final.',
  sent: 'It is recorded as sent.',
};
