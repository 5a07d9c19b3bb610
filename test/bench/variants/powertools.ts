import { SQSClient } from '@aws-sdk/client-sqs';
import { createHandler } from './powertools-queue.ts';

/** Powertools without its tracer. */
export const handler = createHandler(new SQSClient());
