import { type EventSourceMappingConfiguration, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { QueueName } from '@postconfirm/contract';
import { queueUrl } from './queue-url.ts';
import type { Stage } from './stage.ts';

/** The mapping that feeds a queue's worker; undefined where there is none. By queue, for a mapping may name an alias or a version. */
export async function mappingOf(stage: Stage, queue: QueueName): Promise<EventSourceMappingConfiguration | undefined> {
  const command = new GetQueueAttributesCommand({
    QueueUrl: await queueUrl(stage, queue),
    AttributeNames: ['QueueArn'],
  });
  const { Attributes = {} } = await stage.clients.sqs.send(command);
  const EventSourceArn = Attributes['QueueArn'];
  const { EventSourceMappings = [] } = await stage.clients.lambda.send(
    new ListEventSourceMappingsCommand({ ...(EventSourceArn && { EventSourceArn }) }),
  );
  return EventSourceMappings[0];
}
