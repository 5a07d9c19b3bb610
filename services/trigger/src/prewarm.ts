import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { encodeMessage, type Message } from '@postconfirm/contract';
import { describeError, type Log, type TriggerCode } from '@postconfirm/runtime';
import { createConfirm } from './confirm.ts';
import type { Allowed, Moment } from './confirmation.ts';

/** Milliseconds: a black hole costs these and then the 2.5 s of the send, together less than the 5 s that Cognito waits. */
const BUDGET = 1000;

/** A sign-up of nobody, read and encoded as any other. */
const REHEARSED = {
  triggerSource: 'PostConfirmation_ConfirmSignUp',
  userPoolId: 'rehearsal',
  request: { userAttributes: { sub: 'rehearsal' } },
};

type Ports = {
  client: SQSClient;
  queueUrl: string;
  allowed: Allowed;
  moment: () => Moment;
  log: Log<TriggerCode>;
};

/**
 * Rehearses a sign-up while the function initializes, but asks SQS something cheap in place of sending: name resolved, TLS
 * agreed, and what reads, decides, encodes and signs compiled before a person waits for it. A failure changes nothing for the
 * invocations, which connect for themselves.
 */
export async function prewarm({ client, queueUrl, allowed, moment, log }: Ports): Promise<void> {
  const ask = async (message: Message) => {
    encodeMessage(message);
    const command = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['DelaySeconds'] });
    try {
      await client.send(command, { abortSignal: AbortSignal.timeout(BUDGET) });
    } catch (error) {
      log('PREWARM_FAILED', describeError(error));
    }
  };
  await createConfirm({ allowed, moment, enqueue: ask, log: () => undefined })(REHEARSED);
}
