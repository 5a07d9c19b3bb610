import type { Message, QueueName } from '@postconfirm/contract';
import { createDynamoDbEventFlowStore, readDeliveries, readUserRecords } from '@postconfirm/ledger';
import { type Content, subjectOf } from '../dead-letters/content.ts';
import type { DeadLetter } from '../dead-letters/dead-letter.ts';
import { emailWorkerRules } from '../stage/email-worker.ts';
import { enrichmentWorkerRules } from '../stage/enrichment-worker.ts';
import type { Stage } from '../stage/stage.ts';
import { copyContent, type ReplayWord } from './copy-body.ts';
import { predictEmail } from './predict-email.ts';
import { predictEnrichment } from './predict-enrichment.ts';
import type { Prediction } from './prediction.ts';

/** What copies of these dead letters would do now, in their order; the ledger is read for all of them at once. */
export type Foresee = (letters: readonly DeadLetter[], asked: ReplayWord & { again: boolean }) => Promise<Prediction[]>;

/** From so many replays on a message that still dies is looked at by a person first. */
const TOO_OFTEN = 5;

/** What the messages of one queue would do, in their order. */
type ForeseeMessages = (messages: readonly Message[]) => Promise<Prediction[]>;

/** Reads the settings of the stage's worker once, and then the ledger at every call. */
export async function createForesee(stage: Stage, queue: QueueName, now: () => number): Promise<Foresee> {
  const foreseeMessages = await foreseeOf(stage, queue, now);
  return async (letters, { again, evenIfStale }) => {
    const contents = letters.map(({ content }) => copyContent(content, { evenIfStale }));
    const messages = contents.flatMap((content) => (content.kind === 'message' ? [content.message] : []));
    const predictions = (await foreseeMessages(messages)).values();
    return contents.map((content) => guarded(content, again, () => predictions.next().value as Prediction));
  };
}

function guarded(content: Content, again: boolean, ofMessage: () => Prediction): Prediction {
  if (content.kind === 'invalid') return { kind: 'invalid', detail: content.detail };
  if (content.kind === 'event')
    return { kind: subjectOf(content) ? 'would-record' : 'no-effect', detail: content.type };
  const prediction = ofMessage();
  // The copy's count is one more than the dead letter's own.
  const isTooOften = content.message.replays > TOO_OFTEN && !again;
  return isTooOften ? { kind: 'too-often', detail: prediction.kind } : prediction;
}

async function foreseeOf(stage: Stage, queue: QueueName, now: () => number): Promise<ForeseeMessages> {
  switch (queue) {
    case 'email':
      return foreseeEmails(stage, now);
    case 'enrichment':
      return foreseeEnrichment(stage);
    case 'confirmations':
      return async (messages) => messages.map(() => ({ kind: 'would-fan-out' }));
    case 'email-events':
      return async () => [];
    // The ledger knows nothing of what other workers do.
    default:
      return async (messages) => messages.map(() => ({ kind: 'would-process' }));
  }
}

async function foreseeEmails(stage: Stage, now: () => number): Promise<ForeseeMessages> {
  const { clients, tableName } = stage;
  const rules = await emailWorkerRules(stage);
  const flowStore = createDynamoDbEventFlowStore(clients.dynamodb, tableName);
  return async (messages) => {
    const deliveries = await readDeliveries(clients.dynamodb, tableName, messages.map(keyOf));
    const flow = await flowStore.read();
    return messages.map((message, index) =>
      predictEmail(message, { delivery: deliveries[index], flow, now: now() }, rules),
    );
  };
}

async function foreseeEnrichment(stage: Stage): Promise<ForeseeMessages> {
  const { clients, tableName } = stage;
  const rules = await enrichmentWorkerRules(stage);
  return async (messages) => {
    const records = await readUserRecords(clients.dynamodb, tableName, messages.map(keyOf));
    return messages.map((message, index) => predictEnrichment(message, records[index], rules));
  };
}

const keyOf = (message: Message) => {
  const key = subjectOf({ kind: 'message', message });
  if (key === undefined) throw new Error('Every message of the contract has a subject.');
  return key;
};
