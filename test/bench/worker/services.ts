import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { newAuthority } from '../trigger/authority.ts';
import { createTable } from './table.ts';

/** DynamoDB, SES and the external systems on one HTTPS address; everything else is a 500 that shows in `calls`. */
export type Services = {
  url: string;
  /** What NODE_EXTRA_CA_CERTS takes. */
  authority: string;
  /** Milliseconds before each answer. */
  latencyMs: number;
  /** How often each operation was asked for. */
  calls: Map<string, number>;
  /** Whom SES was asked to mail; one address twice is an email too many. */
  mailed: Map<string, number>;
  close: () => Promise<void>;
};

type Reply = { status: number; body: string };

export async function startServices(): Promise<Services> {
  const authority = await newAuthority();
  const table = createTable();
  const state = { latencyMs: 0, calls: new Map<string, number>(), mailed: new Map<string, number>() };
  const server = createServer(
    { ...authority, keepAlive: true, keepAliveTimeout: 0, noDelay: true },
    async (request, response) => {
      const body = await text(request);
      const operation = operationOf(request, body);
      count(state.calls, operation);
      if (operation === 'SendEmail') count(state.mailed, recipientOf(body));
      const reply = replyTo(operation, { request, body, table });
      if (state.latencyMs > 0) await wait(state.latencyMs);
      answer(response, reply);
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await authority.remove();
  };
  return Object.assign(state, {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    authority: authority.file,
    close,
  });
}

const count = (counts: Map<string, number>, what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);

function operationOf({ headers, url = '' }: IncomingMessage, body: string): string {
  const target = headers['x-amz-target'];
  if (target !== undefined) return String(target).split('.')[1] ?? '';
  return body.startsWith('Action=SendEmail&') ? 'SendEmail' : (url.split('/')[1] ?? '');
}

const recipientOf = (form: string) => /Destination\.ToAddresses\.member\.1=([^&]+)/.exec(form)?.[1] ?? 'nobody';

let emails = 0;

function replyTo(
  operation: string,
  { request, body, table }: { request: IncomingMessage; body: string; table: ReturnType<typeof createTable> },
): Reply {
  const sub = request.url?.split('/').at(-1);
  switch (operation) {
    case 'UpdateItem':
    case 'PutItem': {
      const { status, body: answer } = table(body);
      return { status, body: JSON.stringify(answer) };
    }
    case 'SendEmail':
      emails += 1;
      return { status: 200, body: ACCEPTED.replace('{}', `bench-${emails}`) };
    case 'crm':
      return { status: 200, body: JSON.stringify({ sub, customerId: 'C-1', segment: 'business', version: 1 }) };
    case 'loyalty':
      return { status: 200, body: JSON.stringify({ sub, tier: 'gold', points: 7, version: 1 }) };
    default:
      return { status: 500, body: '{}' };
  }
}

const ACCEPTED = `<SendEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendEmailResult>
<MessageId>{}</MessageId></SendEmailResult></SendEmailResponse>`;

function answer(response: ServerResponse, { status, body }: Reply): void {
  const type = body.startsWith('<') ? 'text/xml' : 'application/json';
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
}
