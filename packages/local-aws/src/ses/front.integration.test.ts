import { GetSendQuotaCommand, SESClient, SendEmailCommand, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ACCOUNT_ID, clientOptions } from '../account.ts';
import type { Listener } from '../emulators/listener.ts';
import { startQueuesAndTopics } from '../emulators/queues-and-topics.ts';
import { createTopic, subscribeQueue } from '../emulators/topics.ts';
import { type Ses, startSes } from './front.ts';

let queues: Listener;
let ses: Ses;
let client: SESClient;
let sqs: SQSClient;
let topicArn: string;

beforeEach(async () => {
  queues = await startQueuesAndTopics();
  ses = await startSes({ snsUrl: queues.url });
  client = new SESClient({ ...clientOptions(ses.url), maxAttempts: 1 });
  sqs = new SQSClient(clientOptions(queues.url));
  topicArn = await createTopic(queues.url, 'events');
  await sqs.send(new CreateQueueCommand({ QueueName: 'events' }));
  const queueArn = `arn:aws:sqs:eu-central-1:${ACCOUNT_ID}:events`;
  await subscribeQueue(queues.url, { topicArn, queueArn, attributes: { RawMessageDelivery: 'true' } });
  const destination = { name: 'events', enabled: true, topicArn, eventTypes: ['send', 'delivery'] };
  ses.configure('transactional', { reputationMetrics: true, destinations: [destination] });
});

afterEach(async () => {
  client.destroy();
  sqs.destroy();
  await ses.close();
  await queues.close();
});

const EMAIL = {
  Source: '"Example" <welcome@example.com>',
  Destination: { ToAddresses: ['one@example.com'] },
  ReplyToAddresses: ['support@example.com'],
  Message: { Subject: { Data: 'Grüße' }, Body: { Text: { Data: 'text' }, Html: { Data: '<p>html</p>' } } },
  ConfigurationSetName: 'transactional',
  Tags: [{ Name: 'sub', Value: 'u-1' }],
};

const send = (changes: object = {}) => client.send(new SendEmailCommand({ ...EMAIL, ...changes }));

/** Events that reached the queue, as many as are wanted. */
async function events(wanted: number): Promise<{ eventType: string; mail: Record<string, unknown> }[]> {
  const QueueUrl = `${queues.url}/${ACCOUNT_ID}/events`;
  const command = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 5 });
  const found: string[] = [];
  while (found.length < wanted) {
    const { Messages = [] } = await sqs.send(command);
    found.push(...Messages.map(({ Body = '' }) => Body));
  }
  return found.map((body) => JSON.parse(body));
}

test('keeps an email with tags and configuration set', async () => {
  const { MessageId } = await send();
  expect(ses.inbox.emails()).toEqual([
    {
      messageId: MessageId,
      at: expect.any(Number),
      from: '"Example" <welcome@example.com>',
      to: ['one@example.com'],
      replyTo: ['support@example.com'],
      subject: 'Grüße',
      text: 'text',
      html: '<p>html</p>',
      tags: { sub: 'u-1' },
      configurationSet: 'transactional',
    },
  ]);
});

test('keeps an email that came as MIME', async () => {
  const Data = Buffer.from('From: a@example.com\r\nTo: b@example.com\r\nSubject: Raw\r\n\r\nBody\r\n');
  await client.send(new SendRawEmailCommand({ RawMessage: { Data } }));
  expect(ses.inbox.emails()).toMatchObject([{ to: ['b@example.com'], subject: 'Raw', raw: Data.toString() }]);
});

test('publishes what became of an email, with its tags', async () => {
  const { MessageId } = await send();
  const published = await events(2);
  expect(published.map(({ eventType }) => eventType).sort()).toEqual(['Delivery', 'Send']);
  expect(published[0]?.mail).toMatchObject({
    messageId: MessageId,
    destination: ['one@example.com'],
    tags: { sub: ['u-1'], 'ses:configuration-set': ['transactional'] },
  });
});

test('loses, repeats and delays events when told to', async () => {
  ses.behave({ event: (_email, type) => (type === 'Send' ? 'lose' : 'twice') });
  await send();
  expect((await events(2)).map(({ eventType }) => eventType)).toEqual(['Delivery', 'Delivery']);
  ses.behave({ event: (_email, type) => (type === 'Send' ? { delayMs: 20 } : 'lose') });
  await send();
  expect((await events(1)).map(({ eventType }) => eventType)).toEqual(['Send']);
});

test('answers quota calls', async () => {
  await send();
  expect(await client.send(new GetSendQuotaCommand({}))).toMatchObject({ MaxSendRate: 200, SentLast24Hours: 1 });
});

test.each([
  ['an unknown configuration set', { ConfigurationSetName: 'other' }, 'ConfigurationSetDoesNotExistException'],
  ['a tag with characters not allowed', { Tags: [{ Name: 'a', Value: 'ü' }] }, 'InvalidParameterValue'],
  ['an email without subject', { Message: { ...EMAIL.Message, Subject: { Data: '' } } }, 'InvalidParameterValue'],
])('refuses %s', async (_what, changes, name) => {
  await expect(send(changes)).rejects.toMatchObject({ name });
  expect(ses.inbox.emails()).toEqual([]);
});
