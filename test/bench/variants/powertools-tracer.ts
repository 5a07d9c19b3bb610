import { Tracer } from '@aws-lambda-powertools/tracer';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { type CognitoEvent, createHandler } from './powertools-queue.ts';

/** Powertools with its tracer, as its guide shows it without decorators. */
const tracer = new Tracer({ serviceName: 'trigger' });
const send = createHandler(tracer.captureAWSv3Client(new SQSClient()));

export const handler = async (event: CognitoEvent, context: Context) => {
  const segment = tracer.getSegment();
  const subsegment = segment?.addNewSubsegment('## trigger');
  if (subsegment) tracer.setSegment(subsegment);
  tracer.annotateColdStart();
  tracer.addServiceNameAnnotation();
  try {
    return await send(event, context);
  } finally {
    subsegment?.close();
    if (segment) tracer.setSegment(segment);
  }
};
