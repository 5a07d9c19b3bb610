import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Codes } from './cognito/codes.ts';
import { serve } from './emulators/http-message.ts';
import { type Listener, listen } from './emulators/listener.ts';
import { emailPage, listPage, MAIL_POLICY, PAGE_POLICY } from './inbox-view.ts';
import type { Inbox } from './ses/inbox.ts';

/** What came out of the stack by email. */
export interface Outcome {
  inbox: Inbox;
  codes: Codes;
}

/**
 * A page with the emails and the confirmation codes; `/codes` has the codes as JSON, by user name, sub and address. Emails hold what strangers wrote: each is shown as text, and as HTML only inside a frame without
 * scripts, forms or network. Only this machine's own browser, at this address, gets an answer.
 */
export async function startInboxPage(outcome: Outcome, port = 0): Promise<Listener> {
  const server = createServer(serve((request, response) => answer(outcome, request, response)));
  return listen(server, 'the inbox page', port);
}

function answer({ inbox, codes }: Outcome, request: IncomingMessage, response: ServerResponse) {
  const send = (status: number, body: string, { policy = PAGE_POLICY, type = 'text/html' } = {}) => {
    response.writeHead(status, {
      'content-type': `${type}; charset=utf-8`,
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    response.end(body);
  };
  if (isForeign(request)) return send(403, 'Forbidden');
  if (request.method !== 'GET') return send(405, 'Method not allowed');
  const [, part, id] =
    /^\/(?:(emails|html)\/([\w.-]+))?$/.exec(new URL(request.url ?? '/', 'http://inbox').pathname) ?? [];
  const email = inbox.emails().find(({ messageId }) => messageId === id);
  if (part === 'emails' && email) return send(200, emailPage(email));
  if (part === 'html' && email?.html) return send(200, email.html, { policy: MAIL_POLICY });
  if (request.url === '/codes') {
    return send(200, JSON.stringify(Object.fromEntries(codes.all())), { type: 'application/json' });
  }
  if (request.url === '/') return send(200, listPage(inbox.emails(), codes.all()));
  return send(404, 'Not found');
}

/** A page elsewhere that points its host name or its scripts at this port names itself in one of these headers. */
function isForeign({ headers, socket }: IncomingMessage): boolean {
  const own = [`127.0.0.1:${socket.localPort}`, `localhost:${socket.localPort}`];
  if (!own.includes(headers.host ?? '')) return true;
  const { origin } = headers;
  if (origin !== undefined && !own.some((host) => origin === `http://${host}`)) return true;
  const site = headers['sec-fetch-site'];
  return site === 'cross-site' && headers['sec-fetch-mode'] !== 'navigate';
}
