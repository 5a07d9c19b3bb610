import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses';
import { type Message, parseMessage, userPoolOf } from '@postconfirm/contract';
import { type EmailRules, emailIntent, type WelcomeEmail } from '@postconfirm/welcome';
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';

// The email worker's job as Powertools for AWS Lambda documents it: batch processing, one idempotent function per
// message, its logger and metrics; AWS's clients as they come. The same message in, the same email and lines out.

const { TABLE_NAME, SENDER, SENDER_NAME, REPLY_TO, CONFIGURATION_SET, PRODUCT_NAME, PRODUCT_URL } =
  process.env as Record<string, string>;

const logger = new Logger();
const metrics = new Metrics();
const ses = new SESClient({});
const processor = new BatchProcessor(EventType.SQS);
const persistenceStore = new DynamoDBPersistenceLayer({ tableName: `${TABLE_NAME}` });
const config = new IdempotencyConfig({ eventKeyJmesPath: '[source, id]', throwOnNoIdempotencyKey: true });
const rules: EmailRules = {
  product: { name: `${PRODUCT_NAME}`, url: `${PRODUCT_URL}` },
  unverifiedAddresses: 'skip',
  reservedDomains: 'send',
};

const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });

async function send(message: Message, { to, subject, html, text }: WelcomeEmail): Promise<string> {
  const tags = { pool: userPoolOf(message), sub: message.subject, kind: 'confirmed', attempt: '1' };
  const { MessageId = '' } = await ses.send(
    new SendEmailCommand({
      Source: `"${SENDER_NAME}" <${SENDER}>`,
      Destination: { ToAddresses: [to] },
      ReplyToAddresses: [`${REPLY_TO}`],
      Message: { Subject: utf8(subject), Body: { Html: utf8(html), Text: utf8(text) } },
      ConfigurationSetName: CONFIGURATION_SET,
      Tags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
    }),
  );
  return MessageId;
}

const welcome = makeIdempotent(
  async (message: Message) => {
    const intent = emailIntent(message.data, rules);
    if (intent.kind === 'skip') return { skipped: intent.reason };
    const sesMessageId = await send(message, intent.email);
    logger.info('SES accepted the email.', { code: 'EMAIL_SENT', sub: message.subject, sesMessageId });
    metrics.addMetric('EMAIL_SENT', MetricUnit.Count, 1);
    return { sesMessageId };
  },
  { persistenceStore, config },
);

async function processRecord({ body }: SQSRecord): Promise<void> {
  const parsed = parseMessage(body);
  if (parsed.kind !== 'message') throw new Error(parsed.kind);
  await welcome(parsed.message);
  logger.info('The message is done.', { code: 'MESSAGE_DONE', sub: parsed.message.subject });
  metrics.addMetric('MESSAGE_DONE', MetricUnit.Count, 1);
}

export async function handler(event: SQSEvent, context: Context) {
  logger.addContext(context);
  config.registerLambdaContext(context);
  const response = await processPartialResponse(event, processRecord, processor, { context });
  metrics.publishStoredMetrics();
  return response;
}
