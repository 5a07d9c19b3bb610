import { createHash } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { newAuthority } from './authority.ts';

/** SQS and SES on one HTTPS address, and a socket for what X-Ray's SDK sends. */
export type Services = {
  /** The variables by which a variant finds them. */
  variables: Record<string, string>;
  /** Requests so far that asked for `operation` and were answered with success. */
  answered: (operation: string) => number;
  close: () => Promise<void>;
};

/** HTTPS as in production: with plain `http:` the SDK loads and runs other code. */
export async function startServices(): Promise<Services> {
  const authority = await newAuthority();
  const counts = new Map<string, number>();
  const server = createServer({ ...authority, keepAliveTimeout: 0 }, async (request, response) => {
    const body = await text(request);
    const operation = operationOf(String(request.headers['x-amz-target'] ?? body));
    counts.set(operation, (counts.get(operation) ?? 0) + 1);
    answer(response, REPLIES[operation]?.(body));
  });
  server.listen(0, '127.0.0.1');
  const tracing = createSocket('udp4').bind(0, '127.0.0.1');
  await Promise.all([once(server, 'listening'), once(tracing, 'listening')]);
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    variables: {
      CONFIRMATIONS_QUEUE_URL: `${url}/000000000000/confirmations`,
      AWS_ENDPOINT_URL_SQS: url,
      AWS_ENDPOINT_URL_SES: url,
      NODE_EXTRA_CA_CERTS: authority.file,
      AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${tracing.address().port}`,
    },
    answered: (operation) => counts.get(operation) ?? 0,
    close: async () => {
      tracing.close();
      server.closeAllConnections();
      server.close();
      await authority.remove();
    },
  };
}

/** From `AmazonSQS.SendMessage` or `Action=SendEmail&…`. */
const operationOf = (text: string) => /^(?:AmazonSQS\.|.*\bAction=)(\w+)/.exec(text)?.[1] ?? 'unknown';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

const REPLIES: Record<string, (body: string) => string> = {
  SendMessage: (body) => JSON.stringify({ MessageId: 'm', MD5OfMessageBody: md5(JSON.parse(body).MessageBody) }),
  GetQueueAttributes: () => '{"Attributes":{"DelaySeconds":"0"}}',
  SendEmail: () =>
    '<SendEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendEmailResult><MessageId>m</MessageId></SendEmailResult></SendEmailResponse>',
};

function answer(response: ServerResponse, body: string | undefined): void {
  const type = body?.startsWith('<') ? 'text/xml' : 'application/x-amz-json-1.0';
  response.writeHead(body === undefined ? 500 : 200, { 'content-type': type }).end(body ?? '{}');
}
