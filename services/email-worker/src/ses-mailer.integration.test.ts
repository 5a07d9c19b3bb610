import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text as bodyOf } from 'node:stream/consumers';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { createSesClient, createSesMailer, type OutgoingEmail } from './ses-mailer.ts';

const email: OutgoingEmail = {
  to: 'ada@harbour.test',
  subject: 'Willkommen, schön ⚓',
  html: '<p>Grüße</p>',
  text: 'Grüße',
  tags: { pool: 'eu-central-1_Pool', sub: 'a-b-c', kind: 'confirmed', attempt: '1' },
};

const ACCEPTED = `<SendEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendEmailResult>
<MessageId>id-1</MessageId></SendEmailResult></SendEmailResponse>`;

const refusal = (code: string, message: string) =>
  `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type>
<Code>${code}</Code><Message>${message}</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`;

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

type Options = { callLimit?: number; replyTo?: string; senderName?: string };

/** A server in SES's place, the production client before it, and what arrived there. */
async function sesThat(answer: Answer, options: Options = {}) {
  const calls: URLSearchParams[] = [];
  const server = createServer(async (request, response) => {
    calls.push(new URLSearchParams(await bodyOf(request)));
    answer(response, request);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { calls, server, send: mailerFor((server.address() as AddressInfo).port, options) };
}

function mailerFor(port: number, options: Options = {}) {
  vi.stubEnv('AWS_ENDPOINT_URL_SES', `http://127.0.0.1:${port}`);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  const client = createSesClient();
  onTestFinished(() => client.destroy());
  const sender = { sender: 'hello@harbour.test', senderName: 'Harbour', configurationSet: 'postconfirm-local' };
  return createSesMailer({ client, ...sender, ...options });
}

afterEach(() => {
  vi.unstubAllEnvs();
});

const answering =
  (status: number, body: string, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'text/xml', ...headers }).end(body);

test('sends one multipart UTF-8 email to one recipient, with configuration set and tags', async () => {
  const { calls, send } = await sesThat(answering(200, ACCEPTED), { replyTo: 'help@harbour.test' });
  expect(await send(email)).toEqual({ kind: 'accepted', messageId: 'id-1' });
  expect(Object.fromEntries(calls[0] ?? [])).toEqual({
    Action: 'SendEmail',
    Version: '2010-12-01',
    Source: '"Harbour" <hello@harbour.test>',
    'Destination.ToAddresses.member.1': 'ada@harbour.test',
    'ReplyToAddresses.member.1': 'help@harbour.test',
    'Message.Subject.Data': 'Willkommen, schön ⚓',
    'Message.Subject.Charset': 'UTF-8',
    'Message.Body.Html.Data': '<p>Grüße</p>',
    'Message.Body.Html.Charset': 'UTF-8',
    'Message.Body.Text.Data': 'Grüße',
    'Message.Body.Text.Charset': 'UTF-8',
    ConfigurationSetName: 'postconfirm-local',
    'Tags.member.1.Name': 'pool',
    'Tags.member.1.Value': 'eu-central-1_Pool',
    'Tags.member.2.Name': 'sub',
    'Tags.member.2.Value': 'a-b-c',
    'Tags.member.3.Name': 'kind',
    'Tags.member.3.Value': 'confirmed',
    'Tags.member.4.Name': 'attempt',
    'Tags.member.4.Value': '1',
  });
});

test('names no reply address where none is set, and encodes the name of the sender', async () => {
  const { calls, send } = await sesThat(answering(200, ACCEPTED), { senderName: 'Bücher' });
  await send(email);
  expect(calls[0]?.get('Source')).toBe('=?UTF-8?B?QsO8Y2hlcg==?= <hello@harbour.test>');
  expect([...(calls[0]?.keys() ?? [])].filter((key) => key.startsWith('ReplyTo'))).toEqual([]);
});

test.each([
  ['Throttling', 'Maximum sending rate exceeded.', 'throttled', 'sending-rate'],
  ['Throttling', 'Daily message quota exceeded.', 'account', 'daily-quota'],
  ['MessageRejected', 'Email address is not verified.', 'account', 'identity-not-verified'],
  ['MessageRejected', 'Transaction failed', 'invalid', 'message-rejected'],
  ['AccountSendingPausedException', 'Paused', 'account', 'account-paused'],
  ['ConfigurationSetDoesNotExist', 'No set', 'account', 'configuration-set-missing'],
  ['ConfigurationSetSendingPausedException', 'Paused', 'account', 'configuration-set-paused'],
  ['MailFromDomainNotVerifiedException', 'Not verified', 'account', 'mail-from-not-verified'],
  ['InvalidParameterValue', 'Illegal address', 'invalid', 'invalid-parameter'],
])('reads %s "%s" on the wire as %s: %s, after one request', async (code, message, failureClass, reason) => {
  const { calls, send } = await sesThat(answering(400, refusal(code, message)));
  expect(await send(email)).toEqual({ kind: 'rejected', class: failureClass, reason });
  expect(calls).toHaveLength(1);
});

test('passes on how long SES asks to wait', async () => {
  const { send } = await sesThat(answering(400, refusal('Throttling', 'Rate exceeded'), { 'retry-after': '7' }));
  expect(await send(email)).toMatchObject({ kind: 'rejected', class: 'throttled', retryAfterSeconds: 7 });
});

test.each<[string, string, Answer]>([
  ['a 500', 'server-error', answering(500, refusal('InternalFailure', 'Sorry'))],
  ['a 503 without a body', 'server-error', answering(503, '')],
  ['a 400 that is no XML', 'unknown-refusal', answering(400, 'Bad gateway, sorry')],
  ['a 200 that is HTML', 'unreadable-answer', answering(200, '<html><body>Welcome</body></html>')],
  ['a 200 that is no markup', 'unreadable-answer', answering(200, 'ok')],
  ['an empty 200', 'unreadable-answer', answering(200, '')],
  ['a 200 cut off in the middle', 'unreadable-answer', answering(200, ACCEPTED.slice(0, 90))],
  ['a reset instead of an answer', 'connection-lost', (response) => response.socket?.destroy()],
])('takes %s as ambiguous, after one request', async (_, reason, answer) => {
  const { calls, send } = await sesThat(answer);
  expect(await send(email)).toEqual({ kind: 'ambiguous', reason });
  expect(calls).toHaveLength(1);
});

test('takes an answer whose connection breaks in its body as ambiguous', async () => {
  const { calls, send } = await sesThat((response) => {
    response.writeHead(200, { 'content-length': ACCEPTED.length });
    response.write(ACCEPTED.slice(0, 90), () => response.socket?.destroy());
  });
  expect(await send(email)).toMatchObject({ kind: 'ambiguous' });
  expect(calls).toHaveLength(1);
});

test.each<[string, Answer]>([
  ['never begins', () => undefined],
  ['never ends', (response) => response.writeHead(200).write('<SendEmail')],
])('gives up on an answer that %s when the time of the call is over', async (_, answer) => {
  const { calls, send } = await sesThat(answer, { callLimit: 200 });
  expect(await send(email)).toEqual({ kind: 'ambiguous', reason: 'no-answer' });
  expect(calls).toHaveLength(1);
});

test('knows that nothing was sent where nobody listens', async () => {
  const { server, send } = await sesThat(answering(200, ACCEPTED));
  server.close();
  await once(server, 'close');
  expect(await send(email)).toEqual({ kind: 'rejected', class: 'definite', reason: 'no-connection' });
});

test.each([
  ['keeps a connection for the emails that follow closely', 900, 1],
  ['sends into no connection that idled, for it may have died meanwhile', 1_100, 2],
  ['sends into no connection of another time, when the clock is set back', -1_100, 2],
])('%s', async (_, pause, expected) => {
  const { server, send } = await sesThat(answering(200, ACCEPTED));
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  await send(email);
  vi.setSystemTime(Date.now() + pause);
  expect(await send(email)).toMatchObject({ kind: 'accepted' });
  expect(connections).toBe(expected);
});

test('knows that nothing was sent where no connection comes about', async () => {
  const send = mailerFor(await portThatNeverAccepts());
  expect(await send(email)).toEqual({ kind: 'rejected', class: 'definite', reason: 'no-connection' });
});

/** A process that listens, then stands still, its queue of connections full: the next one waits for ever. */
async function portThatNeverAccepts(): Promise<number> {
  const program = `const server = require('node:net').createServer();
    server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      require('node:fs').writeSync(1, String(server.address().port));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [output] = await once(child.stdout, 'data');
  const sockets = [1, 2, 3, 4].map(() => connect(Number(output), '127.0.0.1').on('error', () => undefined));
  onTestFinished(() => {
    child.kill('SIGKILL');
    for (const socket of sockets) socket.destroy();
  });
  await Promise.all(sockets.slice(0, 2).map((socket) => once(socket, 'connect')));
  return Number(output);
}
