import { type EventSourceMappingConfiguration, paginateListEventSourceMappings } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { physicalName, QUEUES, type QueueName } from '@postconfirm/contract';
import { queueUrl } from './queue-url.ts';
import type { Stage } from './stage.ts';

/** What feeds a worker from its queue. `state` is Lambda's word: Enabled, Disabled, or on its way to either. */
export type Worker = { name: string; queue: QueueName; mapping: string; state: string };

/** The stage's workers, as Lambda's event source mappings tell. */
export async function workersOf(stage: Stage): Promise<Worker[]> {
  return (await Promise.all(QUEUES.map((queue) => workersOn(stage, queue)))).flat();
}

async function workersOn(stage: Stage, queue: QueueName): Promise<Worker[]> {
  const EventSourceArn = await queueArn(stage, queue);
  const workers: Worker[] = [];
  for await (const page of paginateListEventSourceMappings({ client: stage.clients.lambda }, { EventSourceArn })) {
    for (const mapping of page.EventSourceMappings ?? []) {
      workers.push({
        name: workerOf(stage, mapping),
        queue,
        mapping: mapping.UUID ?? '',
        state: mapping.State ?? 'unknown',
      });
    }
  }
  return workers;
}

async function queueArn(stage: Stage, queue: QueueName): Promise<string> {
  const QueueUrl = await queueUrl(stage, queue);
  const { Attributes } = await stage.clients.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  if (!Attributes?.QueueArn) throw new Error(`SQS names no ARN for ${queue}.`);
  return Attributes.QueueArn;
}

/** `arn:…:function:postconfirm-prod-email-worker:live` is of email-worker. */
function workerOf({ name }: Stage, { FunctionArn = '' }: EventSourceMappingConfiguration): string {
  const functionName = FunctionArn.split(':')[6] ?? '';
  const prefix = physicalName(name, '');
  return functionName.startsWith(`${prefix}-`) ? functionName.slice(prefix.length + 1) : functionName;
}
