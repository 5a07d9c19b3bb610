import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ACCOUNT_ID, clientOptions } from '../account.ts';
import type { Listener } from './listener.ts';
import { startQueuesAndTopics } from './queues-and-topics.ts';

let queues: Listener;
beforeEach(async () => {
  queues = await startQueuesAndTopics();
});
afterEach(() => queues.close());

test('counts a message as visible again when its time has run out', async () => {
  const sqs = new SQSClient(clientOptions(queues.url));
  await sqs.send(new CreateQueueCommand({ QueueName: 'work' }));
  const QueueUrl = `${queues.url}/${ACCOUNT_ID}/work`;
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
  await sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 1 }));
  const counts = async () => {
    const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    return [Attributes['ApproximateNumberOfMessages'], Attributes['ApproximateNumberOfMessagesNotVisible']];
  };
  expect(await counts()).toEqual(['0', '1']);
  await expect.poll(counts, { timeout: 5000 }).toEqual(['1', '0']);
  sqs.destroy();
});

test('says who calls', async () => {
  const sts = new STSClient(clientOptions(queues.url));
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: ACCOUNT_ID,
    Arn: `arn:aws:iam::${ACCOUNT_ID}:root`,
    UserId: ACCOUNT_ID,
  });
  sts.destroy();
});
