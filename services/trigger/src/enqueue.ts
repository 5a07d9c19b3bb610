import { SendMessageCommand, SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';
import { ENQUEUE_RULES, encodeMessage, type Message } from '@postconfirm/contract';
import { awsFailureClass } from '@postconfirm/runtime';
import { lean } from '@postconfirm/runtime/lean-client.ts';

/** Puts a message on the queue; rejects when SQS did not confirm within the budget. */
export type Enqueue = (message: Message) => Promise<void>;

/** Milliseconds for everything, retries and their waits included: Cognito gives up after 5 s, a person waits. */
const BUDGET = 2500;

type RetryStrategy = Extract<NonNullable<SQSClientConfig['retryStrategy']>, { acquireInitialRetryToken: unknown }>;

/** Milliseconds before the second attempt. */
const RETRY_DELAY = { least: 50, most: 150 };

const tokenOf = (retries: number, delay: number) => ({ getRetryCount: () => retries, getRetryDelay: () => delay });

/**
 * Always two attempts, but where the table of failures knows that a refusal would only be repeated. The SDK's own
 * strategy pays for repetitions from a quota of the process: after some hundred failures a warm trigger would have one
 * attempt, when it needs the second most.
 */
const TWO_ATTEMPTS: RetryStrategy = {
  acquireInitialRetryToken: async () => tokenOf(0, 0),
  async refreshRetryTokenForRetry(token, { error }) {
    const { wait } = ENQUEUE_RULES[awsFailureClass(error)];
    if (token.getRetryCount() > 0 || wait === 'none') throw new Error('No attempt is left.');
    return tokenOf(1, RETRY_DELAY.least + Math.random() * (RETRY_DELAY.most - RETRY_DELAY.least));
  },
  recordSuccess: () => undefined,
};

/** Milliseconds for one attempt, its answer read to the end: two of them and the wait between them fit the budget. */
const ATTEMPT = (BUDGET - RETRY_DELAY.most) / 2;

/** `throwOnRequestTimeout` makes the request timeout abort at all: without it a black hole was still pending after 6 s. */
export function createSqsClient(): SQSClient {
  const client = new SQSClient({
    retryStrategy: TWO_ATTEMPTS,
    // The way through the SDK is put together once for each kind of call, not for each call: for calls without options alone.
    cacheMiddleware: true,
    requestHandler: { connectionTimeout: 500, requestTimeout: 1000, throwOnRequestTimeout: true },
  });
  limitAttempts(client);
  return lean(client);
}

/** An answer that begins and never ends is under no other limit. An option of the call would undo `cacheMiddleware`. */
function limitAttempts({ config: { requestHandler } }: SQSClient): void {
  const handle = requestHandler.handle.bind(requestHandler);
  requestHandler.handle = (request, options) =>
    handle(request, { abortSignal: AbortSignal.timeout(ATTEMPT), ...options });
}

export const createEnqueue =
  (client: SQSClient, queueUrl: string): Enqueue =>
  async (message) => {
    const command = new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: encodeMessage(message) });
    await client.send(command);
  };
