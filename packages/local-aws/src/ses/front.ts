import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readBody, serve } from '../emulators/http-message.ts';
import { type HttpListener, listen } from '../emulators/listener.ts';
import { type Refusal, refusalReply } from '../emulators/refusal.ts';
import { dkimAttributes, refusedByAccount, sendingEnabled, sendQuota, verificationAttributes } from './account.ts';
import {
  type ConfigurationSet,
  describeConfigurationSet,
  listConfigurationSets,
  unknownSet,
} from './configuration-sets.ts';
import type { Email } from './email.ts';
import { emailOf, recipientsOf, tagsOf } from './email-request.ts';
import type { SesBehaviour } from './event-outcome.ts';
import { publishEvents } from './event-publisher.ts';
import { Inbox } from './inbox.ts';
import { type Store, startStore } from './store.ts';
import { type Result, resultDocument } from './xml.ts';

export interface Ses extends HttpListener {
  inbox: Inbox;
  /** Makes a configuration set known, or more of it; a send that names another one is refused. */
  configure(configurationSet: string, settings?: Partial<ConfigurationSet>): void;
  /** Replaces what becomes of events and how SES regards the account; without an argument all is healthy again. */
  behave(behaviour?: SesBehaviour): void;
}

interface State {
  store: Store;
  snsUrl: string;
  inbox: Inbox;
  sets: Map<string, ConfigurationSet>;
  behaviour: SesBehaviour;
  timers: Set<NodeJS.Timeout>;
}

/** SES v1: sends with tags and configuration sets, what an account is allowed and events to SNS, before an email store. */
export async function startSes({ snsUrl }: { snsUrl: string }): Promise<Ses> {
  const store = await startStore();
  const state: State = { store, snsUrl, inbox: new Inbox(), sets: new Map(), behaviour: {}, timers: new Set() };
  const server = createServer(serve((request, response) => route(state, request, response)));
  const front = await listen(server, 'the SES emulator');
  return {
    ...front,
    inbox: state.inbox,
    configure: (name, settings = {}) => void state.sets.set(name, configured(state.sets.get(name), settings)),
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

/** Destinations are added to those that are there. */
function configured(
  set: ConfigurationSet = { reputationMetrics: false, sendingEnabled: true, destinations: [] },
  { destinations = [], ...settings }: Partial<ConfigurationSet>,
): ConfigurationSet {
  return { ...set, ...settings, destinations: [...set.destinations, ...destinations] };
}

async function route(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const form = new URLSearchParams((await readBody(request)).toString());
  const action = form.get('Action') ?? '';
  if (action === 'SendEmail' || action === 'SendRawEmail') return send(state, form, response);
  const result = tell(state, action, form);
  if (isRefusal(result)) return refuse(response, result);
  return succeed(response, action, result);
}

/** What SES tells of the account, its identities and its configuration sets. */
function tell(
  { behaviour: { account = {} }, inbox, sets }: State,
  action: string,
  form: URLSearchParams,
): Result | Refusal {
  switch (action) {
    case 'GetSendQuota':
      return sendQuota(account, sentToday(inbox));
    case 'GetAccountSendingEnabled':
      return sendingEnabled(account);
    case 'GetIdentityVerificationAttributes':
      return verificationAttributes(account, form);
    case 'GetIdentityDkimAttributes':
      return dkimAttributes(account, form);
    case 'ListConfigurationSets':
      return listConfigurationSets(sets);
    case 'DescribeConfigurationSet':
      return describeConfigurationSet(sets, form);
    default:
      return { code: 'InvalidAction', message: `This emulator doesn't know the action ${action}.` };
  }
}

const isRefusal = (result: Result | Refusal | Email): result is Refusal => 'code' in result;

async function send(state: State, form: URLSearchParams, response: ServerResponse): Promise<void> {
  const refusal = invalid(state, form);
  if (refusal) return refuse(response, refusal);
  const accepted = await accept(state, form);
  if (isRefusal(accepted)) return refuse(response, accepted);
  succeed(response, form.get('Action') ?? '', { MessageId: accepted.messageId });
  await publishEvents(accepted, {
    snsUrl: state.snsUrl,
    destinations: state.sets.get(accepted.configurationSet ?? '')?.destinations ?? [],
    outcome: (email, type) => state.behaviour.event?.(email, type) ?? 'publish',
    timers: state.timers,
  });
}

/** What SES checks before it takes an email. */
function invalid(state: State, form: URLSearchParams): Refusal | undefined {
  const set = form.get('ConfigurationSetName');
  if (set && !state.sets.has(set)) return unknownSet(set);
  const wrong = Object.entries(tagsOf(form))
    .flat()
    .find((word) => !/^[A-Za-z0-9_.@-]{1,256}$/.test(word));
  if (wrong !== undefined)
    return { code: 'InvalidParameterValue', message: 'A message tag has characters not allowed.' };
  return refusedByAccount(state.behaviour.account ?? {}, form.get('Source') ?? '', recipientsOf(form));
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

const sentToday = (inbox: Inbox) => inbox.emails().filter(({ at }) => at > Date.now() - 86_400_000).length;

const succeed = (response: ServerResponse, action: string, result: Result): void =>
  void response.writeHead(200, { 'content-type': 'text/xml' }).end(resultDocument(action, result));

function refuse(response: ServerResponse, refusal: Refusal): void {
  const { status, headers, body } = refusalReply(refusal, 'form');
  response.writeHead(status, headers).end(body);
}
