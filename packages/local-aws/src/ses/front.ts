import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readBody, serve } from '../emulators/http-message.ts';
import { type Listener, listen } from '../emulators/listener.ts';
import type { Email } from './email.ts';
import { emailOf, listOf, tagsOf } from './email-request.ts';
import { type EventDestination, publishEvents } from './event-publisher.ts';
import { Inbox } from './inbox.ts';
import type { Refusal, SendOutcome, SesBehaviour } from './outcome.ts';
import { type Store, startStore } from './store.ts';

export interface Ses extends Listener {
  inbox: Inbox;
  /** Makes a configuration set known; a send that names another one is refused. */
  configure(configurationSet: string, destinations?: readonly EventDestination[]): void;
  /** Replaces the faults; without an argument SES is healthy again. */
  behave(behaviour?: SesBehaviour): void;
}

interface State {
  store: Store;
  snsUrl: string;
  inbox: Inbox;
  sets: Map<string, EventDestination[]>;
  behaviour: SesBehaviour;
  timers: Set<NodeJS.Timeout>;
}

const NAMESPACE = 'http://ses.amazonaws.com/doc/2010-12-01/';
/** A sending account out of the sandbox, as most are. */
const QUOTA = { Max24HourSend: 50_000, MaxSendRate: 14 };

/** SES v1: sends with tags and configuration sets, quota calls, events to SNS and faults, in front of an email store. */
export async function startSes({ snsUrl }: { snsUrl: string }): Promise<Ses> {
  const store = await startStore();
  const state: State = { store, snsUrl, inbox: new Inbox(), sets: new Map(), behaviour: {}, timers: new Set() };
  const server = createServer(serve((request, response) => route(state, request, response)));
  const front = await listen(server, 'the SES emulator');
  return {
    ...front,
    inbox: state.inbox,
    configure: (name, destinations = []) => {
      state.sets.set(name, [...(state.sets.get(name) ?? []), ...destinations]);
    },
    behave: (behaviour = {}) => {
      state.behaviour = behaviour;
    },
    close: async () => {
      for (const timer of state.timers) clearTimeout(timer);
      await front.close();
      await store.close();
    },
  };
}

async function route(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const form = new URLSearchParams((await readBody(request)).toString());
  const action = form.get('Action') ?? '';
  switch (action) {
    case 'SendEmail':
    case 'SendRawEmail':
      return send(state, form, response);
    case 'GetSendQuota':
      return succeed(response, action, `${elements(QUOTA)}<SentLast24Hours>${sentToday(state)}</SentLast24Hours>`);
    case 'GetAccountSendingEnabled':
      return succeed(response, action, '<Enabled>true</Enabled>');
    default:
      return refuse(response, { code: 'InvalidAction', message: `This emulator doesn't know the action ${action}.` });
  }
}

async function send(state: State, form: URLSearchParams, response: ServerResponse): Promise<void> {
  const request = { to: listOf(form, 'Destination.ToAddresses'), tags: tagsOf(form) };
  const outcome = state.behaviour.send?.(request) ?? 'accept';
  if (outcome === 'reset') return void response.socket?.resetAndDestroy();
  const refusal = typeof outcome === 'object' ? outcome.refuse : invalid(state, form);
  if (refusal) return refuse(response, refusal);
  const accepted = await accept(state, form);
  if ('code' in accepted) return refuse(response, accepted);
  answer(response, { outcome, action: form.get('Action') ?? '', messageId: accepted.messageId });
  await publishEvents(accepted, {
    snsUrl: state.snsUrl,
    destinations: state.sets.get(accepted.configurationSet ?? '') ?? [],
    outcome: (email, type) => state.behaviour.event?.(email, type) ?? 'publish',
    timers: state.timers,
  });
}

/** What SES checks before it takes an email. */
function invalid(state: State, form: URLSearchParams): Refusal | undefined {
  const set = form.get('ConfigurationSetName');
  if (set && !state.sets.has(set)) {
    return { code: 'ConfigurationSetDoesNotExist', message: `Configuration set <${set}> does not exist.` };
  }
  const wrong = Object.entries(tagsOf(form))
    .flat()
    .find((word) => !/^[A-Za-z0-9_.@-]{1,256}$/.test(word));
  if (wrong !== undefined)
    return { code: 'InvalidParameterValue', message: 'A message tag has characters not allowed.' };
  return undefined;
}

async function accept(state: State, form: URLSearchParams): Promise<Email | Refusal> {
  const authorization = 'AWS4-HMAC-SHA256 Credential=local';
  const stored = await fetch(state.store.url, { method: 'POST', body: form, headers: { authorization } });
  const messageId = /<MessageId>([^<]+)</.exec(await stored.text())?.[1] ?? '';
  const parsed = state.store.find(messageId);
  if (!parsed) return { code: 'InvalidParameterValue', message: 'The email has no subject, body or sender.' };
  const email = emailOf(form, parsed);
  state.inbox.add(email);
  return email;
}

interface Answer {
  outcome: SendOutcome;
  action: string;
  messageId: string;
}

function answer(response: ServerResponse, { outcome, action, messageId }: Answer) {
  const body = document(action, `<MessageId>${messageId}</MessageId>`);
  switch (outcome) {
    case 'accept-then-reset':
      return void response.socket?.resetAndDestroy();
    case 'accept-then-500':
      return refuse(response, { code: 'InternalFailure', message: 'Internal failure.', status: 500 });
    case 'accept-then-truncate':
      response.writeHead(200, { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(body) });
      return void response.write(body.slice(0, 80), () => response.socket?.destroy());
    case 'accept-then-html':
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Welcome</body></html>');
    case 'accept-then-silence':
      return;
    default:
      return void response.writeHead(200, { 'content-type': 'text/xml' }).end(body);
  }
}

const sentToday = (state: State) => state.inbox.emails().filter(({ at }) => at > Date.now() - 86_400_000).length;
const asText = (value: unknown) => String(value).replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
const elements = (values: object) =>
  Object.entries(values)
    .map(([name, value]) => `<${name}>${asText(value)}</${name}>`)
    .join('');

const document = (action: string, result: string) =>
  `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${result}</${action}Result>` +
  `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${action}Response>`;

const succeed = (response: ServerResponse, action: string, result: string): void =>
  void response.writeHead(200, { 'content-type': 'text/xml' }).end(document(action, result));

function refuse(response: ServerResponse, { code, message, status = 400 }: Refusal): void {
  const type = status < 500 ? 'Sender' : 'Receiver';
  const error = elements({ Type: type, Code: code, Message: message });
  response.writeHead(status, { 'content-type': 'text/xml' });
  response.end(
    `<ErrorResponse xmlns="${NAMESPACE}"><Error>${error}</Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  );
}
