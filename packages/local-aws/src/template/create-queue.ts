import { CreateQueueCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { ACCOUNT_ID, REGION } from '../account.ts';
import type { Created, Wanted } from './deploy.ts';

/** CloudFormation's names of what SetQueueAttributes calls the same. */
const ATTRIBUTES = [
  'DelaySeconds',
  'KmsDataKeyReusePeriodSeconds',
  'KmsMasterKeyId',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'RedriveAllowPolicy',
  'RedrivePolicy',
  'SqsManagedSseEnabled',
  'VisibilityTimeout',
];

export interface Queue {
  name: string;
  url: string;
  arn: string;
  deadLetterArn?: string;
}

/** Creates a queue with all its attributes, and tells `found` of it. */
export const createQueue =
  (sqs: SQSClient, { sqsUrl, found }: { sqsUrl: string; found(queue: Queue): void }) =>
  async ({ logicalId, properties, stack }: Wanted): Promise<Created> => {
    const name = String(properties['QueueName'] ?? `${stack.name}-${logicalId}`);
    await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributesOf(properties) }));
    // Not the URL that the emulator gives: its host name doesn't resolve.
    const url = `${sqsUrl}/${ACCOUNT_ID}/${name}`;
    const arn = `arn:aws:sqs:${REGION}:${ACCOUNT_ID}:${name}`;
    const redrive = properties['RedrivePolicy'] as { deadLetterTargetArn: string } | undefined;
    found({ name, url, arn, ...(redrive && { deadLetterArn: redrive.deadLetterTargetArn }) });
    return { ref: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url } };
  };

function attributesOf(properties: Readonly<Record<string, unknown>>): Record<string, string> {
  const given = ATTRIBUTES.filter((name) => properties[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, asText(properties[name])]));
}

const asText = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));
