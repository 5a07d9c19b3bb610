import { randomUUID } from 'node:crypto';
import { createLog, TRIGGER_LINES } from '@postconfirm/runtime';
import { createConfirm } from './confirm.ts';
import { createEnqueue, createSqsClient } from './enqueue.ts';
import { currentTraceHeader, readEnvironment } from './env.ts';
import { createHandler } from './handler.ts';
import { prewarm } from './prewarm.ts';
import { traceparentOf } from './trace.ts';

const settings = readEnvironment();
const log = createLog({ functionName: settings.functionName, lines: TRIGGER_LINES });
const sqs = createSqsClient();
const enqueue = createEnqueue(sqs, settings.confirmationsQueueUrl);
const moment = () => ({
  time: new Date().toISOString(),
  uuid: randomUUID(),
  traceparent: traceparentOf(currentTraceHeader()),
});

if (settings.prewarm === 'yes') {
  await prewarm({ client: sqs, queueUrl: settings.confirmationsQueueUrl, allowed: settings, moment, log });
}

export const handler = createHandler(createConfirm({ allowed: settings, enqueue, moment, log }), log);
