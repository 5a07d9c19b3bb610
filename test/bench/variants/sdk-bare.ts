import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

/**
 * The SDK at its barest: it serializes, signs and sends, and what can be left out of a client is. No check of the answer,
 * no limits of time, no log: not what anybody should run.
 */
const { CONFIRMATIONS_QUEUE_URL: QueueUrl = '' } = process.env;

const sqs = new SQSClient({
  cacheMiddleware: true,
  endpoint: new URL(QueueUrl).origin,
  maxAttempts: 1,
  md5: false,
  requestHandler: {},
});
for (const name of [
  'loggerMiddleware',
  'recursionDetectionMiddleware',
  'getUserAgentMiddleware',
  'queueUrlMiddleware',
]) {
  if (!sqs.middlewareStack.remove(name)) throw new Error(`The SDK has no ${name} to leave out.`);
}

export const handler = async (event: unknown) => {
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(event) }));
  return event;
};
