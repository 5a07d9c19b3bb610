import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { encodeMessage, type Message } from '@postconfirm/contract';

/** Puts a message on the queue; rejects when SQS did not confirm within the budget. */
export type Enqueue = (message: Message) => Promise<void>;

/** Milliseconds for everything, retries and their waits included: Cognito gives up after 5 s, a person waits. */
const BUDGET = 2500;

/**
 * Two attempts fit the budget. `throwOnRequestTimeout` makes the request timeout abort at all: without it a black hole
 * was still pending after 6 s.
 */
export const createSqsClient = () =>
  new SQSClient({
    maxAttempts: 2,
    retryMode: 'standard',
    requestHandler: { connectionTimeout: 500, requestTimeout: 1000, throwOnRequestTimeout: true },
  });

export const createEnqueue =
  (client: SQSClient, queueUrl: string): Enqueue =>
  async (message) => {
    const command = new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: encodeMessage(message) });
    await client.send(command, { abortSignal: AbortSignal.timeout(BUDGET) });
  };
