import { type BatchResultErrorEntry, SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { FAILURE_RULES } from '@postconfirm/contract';
import { failureOf, type Log, refusalClass } from '@postconfirm/runtime';

/** Sends bodies to one target; one answer per body, in order: whether SQS confirmed it. Never rejects. */
export type SendBatch = (target: string, bodies: readonly string[]) => Promise<boolean[]>;

/** SQS takes ten entries, and 1 MiB together: ten of the largest bodies that `parseMessage` takes fit. */
const BATCH_SIZE = 10;

export function createSendBatch(client: SQSClient, queueUrls: Readonly<Record<string, string>>, log: Log): SendBatch {
  const send = async (target: string, bodies: readonly string[]): Promise<boolean[]> => {
    const entries = bodies.map((body, index) => ({ Id: String(index), MessageBody: body }));
    try {
      const command = new SendMessageBatchCommand({ QueueUrl: queueUrls[target], Entries: entries });
      const { Successful = [], Failed = [] } = await client.send(command);
      for (const entry of Failed) sayRefused(log, target, entry);
      const confirmed = new Set(Successful.map(({ Id }) => Id));
      return entries.map(({ Id }) => confirmed.has(Id));
    } catch (error) {
      const { rule, fields } = failureOf('forward', error);
      log(rule.code, { queue: target, ...fields });
      return entries.map(() => false);
    }
  };
  return async (target, bodies) => {
    const batches = Array.from({ length: Math.ceil(bodies.length / BATCH_SIZE) }, (_, index) =>
      bodies.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE),
    );
    return (await Promise.all(batches.map((batch) => send(target, batch)))).flat();
  };
}

/** An entry that failed alone: for what it says, or because SQS stumbled over it. */
function sayRefused(log: Log, queue: string, { Code = '', SenderFault }: BatchResultErrorEntry): void {
  const failure = SenderFault ? refusalClass(Code) : 'definite';
  log(FAILURE_RULES.forward[failure].code, { queue, errorCode: Code, failure });
}
