import { randomUUID } from 'node:crypto';
import type { Message } from '@postconfirm/contract';
import { renderWelcome } from '@postconfirm/welcome';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { post } from './signed-request.ts';

// The email worker's calls and lines by hand, without SDK, schema, settings or any answer to a failure: less than this
// nobody can do who claims, sends and records.

const { TABLE_NAME, SENDER, SENDER_NAME, REPLY_TO, CONFIGURATION_SET, PRODUCT_NAME, PRODUCT_URL } =
  process.env as Record<string, string>;
const table = new URL(`${process.env['AWS_ENDPOINT_URL_DYNAMODB']}`);
const ses = new URL(`${process.env['AWS_ENDPOINT_URL_SES']}`);
const product = { name: `${PRODUCT_NAME}`, url: `${PRODUCT_URL}` };

export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const results = await Promise.allSettled(Records.map(({ body }) => welcome(JSON.parse(body) as Message)));
  const failed = Records.filter((_, index) => results[index]?.status === 'rejected');
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

async function welcome(message: Message): Promise<void> {
  const { subject, html, text } = renderWelcome({ data: message.data, product });
  const pool = message.source.split(':')[2] ?? '';
  const Key = { pk: { S: `USER#${pool}#${message.subject}` }, sk: { S: 'EMAIL#confirmed' } };
  await update({
    Key,
    UpdateExpression: 'SET #state = :sending, #owner = :owner, leaseUntil = :until',
    ConditionExpression: 'attribute_not_exists(#state)',
    ExpressionAttributeNames: { '#state': 'state', '#owner': 'owner' },
    ExpressionAttributeValues: {
      ':sending': { S: 'SENDING' },
      ':owner': { S: randomUUID() },
      ':until': { N: `${Date.now() + 90_000}` },
    },
  });
  const sesMessageId = await send(message, { pool, subject, html, text });
  say('EMAIL_SENT', { sub: message.subject, sesMessageId });
  await update({
    Key,
    UpdateExpression: 'SET #state = :sent, messageId = :id REMOVE #owner, leaseUntil',
    ExpressionAttributeNames: { '#state': 'state', '#owner': 'owner' },
    ExpressionAttributeValues: { ':sent': { S: 'SENT' }, ':id': { S: sesMessageId } },
  });
  say('MESSAGE_DONE', { sub: message.subject });
}

const update = (input: object) =>
  post(table, 'dynamodb', {
    body: JSON.stringify({ TableName: TABLE_NAME, ...input }),
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'DynamoDB_20120810.UpdateItem' },
  });

type Mail = { pool: string; subject: string; html: string; text: string };

async function send({ subject: sub, data }: Message, { pool, subject, html, text }: Mail): Promise<string> {
  const tags: [string, string][] = Object.entries({ pool, sub, kind: 'confirmed', attempt: '1' }).flatMap(
    ([name, value], index): [string, string][] => [
      [`Tags.member.${index + 1}.Name`, name],
      [`Tags.member.${index + 1}.Value`, value],
    ],
  );
  const form = new URLSearchParams([
    ['Action', 'SendEmail'],
    ['Version', '2010-12-01'],
    ['Source', `"${SENDER_NAME}" <${SENDER}>`],
    ['Destination.ToAddresses.member.1', `${data.email}`],
    ['ReplyToAddresses.member.1', `${REPLY_TO}`],
    ['Message.Subject.Data', subject],
    ['Message.Body.Html.Data', html],
    ['Message.Body.Text.Data', text],
    ['ConfigurationSetName', `${CONFIGURATION_SET}`],
    ...tags,
  ]);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await post(ses, 'ses', { body: form.toString(), headers });
  return /<MessageId>([^<]+)</.exec(answer)?.[1] ?? '';
}

const say = (code: string, fields: object) =>
  process.stdout.write(
    `${JSON.stringify({ code, ...fields, _aws: { Timestamp: Date.now(), CloudWatchMetrics: [{ Namespace: 'Bench', Dimensions: [[]], Metrics: [{ Name: code, Unit: 'Count' }] }] }, [code]: 1 })}\n`,
  );
