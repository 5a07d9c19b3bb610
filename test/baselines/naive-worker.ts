import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';

// A worker as most are written: the SDK's defaults, one email per message, acknowledged when it was sent.

const ses = new SESClient({});

const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });

export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const results = await Promise.allSettled(Records.map(({ body }) => welcome(body)));
  return {
    batchItemFailures: Records.filter((_, index) => results[index]?.status === 'rejected').map(({ messageId }) => ({
      itemIdentifier: messageId,
    })),
  };
}

async function welcome(body: string): Promise<void> {
  const { email } = (JSON.parse(body) as { data: { email: string } }).data;
  await ses.send(
    new SendEmailCommand({
      Source: `${process.env['SENDER']}`,
      Destination: { ToAddresses: [email] },
      Message: { Subject: utf8('Welcome'), Body: { Text: utf8('Welcome') } },
    }),
  );
}
