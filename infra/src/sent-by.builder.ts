import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { CONFIRMED, confirmedId, encodeMessage } from '@postconfirm/contract';
import { onTestFinished } from 'vitest';
import { environmentOf, evaluated } from './artefact.builder.ts';
import type { Properties } from './assembly.builder.ts';
import { serviceArtefacts } from './paths.ts';
import type { Assembly } from './synthesize.ts';

/** X-Ray's header; the digit tells one from another. */
export const traceHeader = (digit: string) =>
  `Root=1-5759e988-${digit.repeat(24)};Parent=${digit.repeat(16)};Sampled=1;Lineage=1:a87bd80c:0`;

/** That of the invocation in which `sentBy` has an artefact send. */
export const OF_THE_INVOCATION = traceHeader('1');

type Request = { headers: IncomingHttpHeaders; body: Properties };

/** An SQS that takes everything, and keeps what came over the wire. */
async function aRecordingSqs(): Promise<{ origin: string; requests: Request[] }> {
  const requests: Request[] = [];
  const md5 = (body: string) => createHash('md5').update(body).digest('hex');
  const server = createServer(async (request, response) => {
    const body = (await json(request)) as Properties;
    requests.push({ headers: request.headers, body });
    const Successful = body['Entries']?.map((entry: Properties) => ({
      Id: entry['Id'],
      MessageId: 'm',
      MD5OfMessageBody: md5(entry['MessageBody']),
    }));
    const one = { MessageId: 'm', MD5OfMessageBody: md5(body['MessageBody'] ?? '') };
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(Successful ? { Successful, Failed: [] } : one));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** What the artefact of a service sends to SQS while it handles an event, as Lambda runs it. */
export async function sentBy(assembly: Assembly, service: string, event: unknown): Promise<Request[]> {
  const { origin, requests } = await aRecordingSqs();
  const url = `${origin}/000000000000/queue`;
  const file = path.join(serviceArtefacts(service), 'index.mjs');
  const call = `bundle.handler(${JSON.stringify(event)}, { awsRequestId: 'r', getRemainingTimeInMillis: () => 4000 })`;
  await evaluated(file, call, {
    ...environmentOf(service, assembly),
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SESSION_TOKEN: 'test',
    AWS_ENDPOINT_URL_SQS: origin,
    _X_AMZN_TRACE_ID: OF_THE_INVOCATION,
    CONFIRMATIONS_QUEUE_URL: url,
    TARGETS: JSON.stringify({ email: { url, confirmed: ['sign-up'] }, enrichment: { url, confirmed: ['sign-up'] } }),
  });
  return requests;
}

const confirmation = (subject: string) =>
  encodeMessage({
    specversion: '1.0',
    id: confirmedId(subject),
    source: 'cognito:eu-central-1:eu-central-1_aBcDeFgHi',
    type: CONFIRMED,
    subject,
    time: '2026-03-01T09:30:00.000Z',
    datacontenttype: 'application/json',
    replays: 0,
    data: { cause: 'sign-up', attributes: {}, clientMetadata: {} },
  });

/** As Lambda gives fan-out a confirmation. */
export const recordOf = (subject: string, AWSTraceHeader?: string) => ({
  messageId: subject,
  receiptHandle: subject,
  body: confirmation(subject),
  attributes: {
    ApproximateReceiveCount: '1',
    SentTimestamp: String(Date.now()),
    ...(AWSTraceHeader && { AWSTraceHeader }),
  },
  messageAttributes: {},
});
