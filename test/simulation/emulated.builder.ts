import { randomUUID } from 'node:crypto';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { EMAIL_EVENTS, type EmailEvent } from '@postconfirm/email-events/email-event.ts';
import { createSesClient, createSesMailer } from '@postconfirm/email-worker/ses-mailer.ts';
import { createSendBatch } from '@postconfirm/fan-out/send-batch.ts';
import type { NetworkFault } from '@postconfirm/local-aws';
import { type Emulators, startEmulators } from '@postconfirm/local-aws/emulators';
import { createTopic, subscribeQueue } from '@postconfirm/local-aws/topics';
import { createSqsClient } from '@postconfirm/runtime';
import { createSourceQueue } from '@postconfirm/runtime/source-queue.ts';
import { vi } from 'vitest';
import type { QueueReceive, QueueRig, QueueSettings } from './queue.contract.ts';
import type { SesBehaviour, SesRig } from './ses.contract.ts';

/** The emulators, with production's clients before them. */
export type Emulated = { emulators: Emulators; sqs: SQSClient; stop: () => Promise<void> };

export async function startEmulated(): Promise<Emulated> {
  const emulators = await startEmulators();
  const variables = {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_SQS: emulators.urls.sqs,
    AWS_ENDPOINT_URL_SES: emulators.urls.ses,
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  const sqs = createSqsClient();
  const stop = async () => {
    sqs.destroy();
    vi.unstubAllEnvs();
    await emulators.close();
  };
  return { emulators, sqs, stop };
}

async function createQueue({ emulators, sqs }: Emulated, attributes: Record<string, string>) {
  const name = `queue-${randomUUID()}`;
  await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  const url = `${emulators.urls.sqs}/000000000000/${name}`;
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }));
  return { url, arn: Attributes?.['QueueArn'] ?? '' };
}

export async function emulatedQueue(emulated: Emulated, settings: QueueSettings): Promise<QueueRig> {
  const { sqs, emulators } = emulated;
  const VisibilityTimeout = String(settings.visibilitySeconds);
  const dead = await createQueue(emulated, { VisibilityTimeout });
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: settings.maxReceives });
  const { url } = await createQueue(emulated, { VisibilityTimeout, RedrivePolicy });
  const nowhere = `${emulators.urls.sqs}/000000000000/no-such-queue`;
  const silent = () => undefined;
  return {
    source: createSourceQueue(sqs, url, dead.url),
    sendBatch: createSendBatch(sqs, { email: url, enrichment: url }, silent),
    sendBatchInVain: createSendBatch(sqs, { email: nowhere, enrichment: nowhere }, silent),
    receive: (seconds = 1) => receiveFrom(sqs, url, seconds),
    receiveDead: (seconds = 1) => receiveFrom(sqs, dead.url, seconds),
    delete: async (ReceiptHandle) => {
      await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
    },
  };
}

/** Long polls, each shorter than the workers' client waits for an answer. */
async function receiveFrom(sqs: SQSClient, queueUrl: string, seconds: number): Promise<QueueReceive[]> {
  for (let left = seconds; ; left -= 1) {
    const command = new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: Math.min(1, left),
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    const { Messages = [] } = await sqs.send(command);
    if (Messages.length > 0 || left <= 0) return Messages.map(receiveOf);
  }
}

const receiveOf = ({ MessageId = '', ReceiptHandle = '', Body = '', ...message }: Message): QueueReceive => ({
  messageId: MessageId,
  handle: ReceiptHandle,
  body: Body,
  receives: Number(message.Attributes?.ApproximateReceiveCount),
  sentAt: Number(message.Attributes?.SentTimestamp),
  attributes: Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, { StringValue = '' }]) => [name, StringValue]),
  ),
});

/** What the network before the SES emulator does for each behaviour; undefined for nothing. */
const FAULTS = {
  accept: undefined,
  rate: { refuse: { code: 'Throttling', message: 'Maximum sending rate exceeded.' } },
  paused: { refuse: { code: 'AccountSendingPausedException', message: 'Sending is paused.' } },
  'answer-lost': 'lost-reply',
  'no-answer': 'withheld-reply',
} as const satisfies Record<SesBehaviour, NetworkFault | undefined>;

const EMAIL = { to: 'ada@harbour.io', subject: 'Welcome', html: '<p>Welcome</p>', text: 'Welcome' };
const SENDER = { sender: 'hello@harbour.io', senderName: 'Harbour' };

export async function emulatedSes(emulated: Emulated): Promise<SesRig> {
  const { emulators, sqs } = emulated;
  const { ses, urls, gates } = emulators;
  const queue = await createQueue(emulated, { VisibilityTimeout: '3600' });
  const topicArn = await createTopic(urls.sns, `topic-${randomUUID()}`);
  const attributes = { RawMessageDelivery: 'true' };
  await subscribeQueue(urls.sns, { topicArn, queueArn: queue.arn, attributes });
  const configurationSet = `set-${randomUUID()}`;
  ses.configure(configurationSet, {
    destinations: [{ name: 'events', enabled: true, topicArn, eventTypes: ['send', 'delivery'] }],
  });
  const events: EmailEvent[] = [];
  return {
    async send(tags, behaviour) {
      const fault = FAULTS[behaviour];
      if (fault) gates.ses.inject(fault, { operation: 'SendEmail', times: 1 });
      const client = createSesClient();
      const callLimit = behaviour === 'no-answer' ? 300 : 8_000;
      const mailer = createSesMailer({ client, ...SENDER, configurationSet, callLimit });
      return mailer({ ...EMAIL, tags }).finally(() => client.destroy());
    },
    async eventsOf(sub) {
      for (const { body } of await receiveFrom(sqs, queue.url, 0)) {
        const parsed = EMAIL_EVENTS.parse(body);
        if (parsed.kind === 'message') events.push(parsed.message);
      }
      return events.filter((event) => event.kind === 'email' && event.key.sub === sub);
    },
  };
}
