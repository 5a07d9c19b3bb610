import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { describeError, type Log, type TriggerCode } from '@postconfirm/runtime';

/** Milliseconds: a black hole costs these and then the 2.5 s of the send, together less than the 5 s that Cognito waits. */
const BUDGET = 1000;

/**
 * Asks SQS something cheap while the function initializes: name resolved, TLS agreed, signer and codec compiled before a
 * person waits for them. A failure changes nothing for the invocations, which connect for themselves.
 */
export async function prewarm(client: SQSClient, queueUrl: string, log: Log<TriggerCode>): Promise<void> {
  const command = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['DelaySeconds'] });
  try {
    await client.send(command, { abortSignal: AbortSignal.timeout(BUDGET) });
  } catch (error) {
    log('PREWARM_FAILED', describeError(error));
  }
}
