import { physicalName, QUEUES, type QueueName } from '@postconfirm/contract';
import { mappingOf } from './mappings.ts';
import type { Stage } from './stage.ts';

/** What takes a queue's messages. `state` is Lambda's word: Enabled, Disabled, or on its way to either. */
export type Worker = { name: string; queue: QueueName; mapping: string; state: string };

/** The stage's workers, as Lambda's event source mappings tell. */
export async function workersOf(stage: Stage): Promise<Worker[]> {
  const found = await Promise.all(QUEUES.map(async (queue) => ({ queue, mapping: await mappingOf(stage, queue) })));
  return found.flatMap(({ queue, mapping: { UUID, FunctionArn = '', State = 'unknown' } = {} }) =>
    UUID === undefined ? [] : [{ name: workerOf(stage, FunctionArn), queue, mapping: UUID, state: State }],
  );
}

/** `arn:…:function:postconfirm-prod-email-worker:live` is of email-worker. */
function workerOf({ name }: Stage, functionArn: string): string {
  const functionName = functionArn.split(':')[6] ?? '';
  const prefix = `${physicalName(name)}-`;
  return functionName.startsWith(prefix) ? functionName.slice(prefix.length) : functionName;
}
