import { randomUUID } from 'node:crypto';
import { deliverTo } from './beat-targets.ts';
import { startBeats } from './beats.ts';
import type { Codes } from './cognito/codes.ts';
import { openGate } from './emulators/gate.ts';
import type { Aim, Injected, NetworkFault, Passing } from './emulators/network-fault.ts';
import { type Emulators, type Gated, startEmulators } from './emulators.ts';
import { describeEndpoints, type Endpoints } from './endpoints.ts';
import { type ExternalSystem, type ExternalTokens, startExternalSystem } from './external-system.ts';
import { Functions, type FunctionsOptions } from './functions.ts';
import { startInboxPage } from './inbox-page.ts';
import type { Deployed } from './lambda/api-call.ts';
import { callAsService } from './lambda/call-as-service.ts';
import { MOST_ENVIRONMENTS } from './lambda/function-pool.ts';
import { Logs } from './lambda/logs.ts';
import { Policies } from './lambda/policies.ts';
import { localAssembly } from './local-assembly.ts';
import { Mappings } from './mappings.ts';
import { startLogGroups, startOperatorApis } from './operator-apis.ts';
import type { SesBehaviour } from './ses/event-outcome.ts';
import type { Inbox } from './ses/inbox.ts';
import { deployAssembly, type Inventory } from './template/inventory.ts';

export interface StackOptions {
  /** Decides the order of messages, the size of batches and which message comes twice. */
  seed?: number;
  /** Chance that a message is delivered a second time; 0.02 when left out. */
  duplicateRate?: number;
  /** Variables by service that take the place of the template's. */
  environment?: Partial<Record<string, Record<string, string>>>;
  /** Ports to listen on instead of any free one. */
  ports?: { inbox?: number };
  /** Called when a step begins. */
  onProgress?: (step: string) => void;
  /** Folder of a cloud assembly; left out, stage `local` is bundled and synthesized. */
  assembly?: string;
  /** Folder for one log file per function. */
  logFolder?: string;
  /** Processes per function. */
  mostEnvironments?: number;
  /** Another runtime client than ours, such as AWS's own: an absolute path and its arguments. */
  runtimeClient?: readonly string[];
  /** Seconds after which an empty dead-letter queue says so, instead of those that the operator's command would wait. */
  deadLetterPollSeconds?: number;
}

/** AWS on this machine, with everything deployed. */
export interface Stack {
  endpoints: Endpoints;
  inbox: Inbox;
  /** Confirmation codes that Cognito sent. */
  codes: Codes;
  logs: Logs;
  /** What becomes of SES's events; see SesBehaviour. */
  ses: { behave(behaviour?: SesBehaviour): void };
  externalSystem: ExternalSystem;
  /** The bearer tokens that are in use: no log may hold one. */
  tokens: readonly string[];
  functions: Functions;
  mappings: Mappings;
  /** Makes a service refuse connections until the returned function is called. What it holds survives. */
  outage(what: Gated): Promise<() => Promise<void>>;
  /** Lets requests on their way to a service meet a fault, from now on. */
  inject(what: Gated, fault: NetworkFault, aim: Aim): Injected;
  /** Tells of every request to every service, from now on. */
  watch(see: (what: Gated, request: Passing) => void): void;
  /** Ends everything: pollers, then functions, then emulators. Safe to call twice. */
  stop(): Promise<void>;
}

const DUPLICATE_RATE = 0.02;

/**
 * Starts the emulators, creates what the synthesized template says, and lets the queues flow.
 * When a step fails, what was started before it is stopped and the step's error is thrown.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const cleanups: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  };
  try {
    return { ...(await start(options, (cleanup) => void cleanups.push(cleanup))), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type OnStop = (cleanup: () => Promise<void>) => void;

async function start(options: StackOptions, onStop: OnStop): Promise<Omit<Stack, 'stop'>> {
  const progress = options.onProgress ?? (() => undefined);
  progress('Starting the emulators');
  const emulators = await startEmulators(options);
  onStop(emulators.close);
  // Before the template is made, which takes seconds: its port may be taken.
  const page = await startInboxPage({ inbox: emulators.ses.inbox, codes: emulators.pools.codes }, options.ports?.inbox);
  onStop(page.close);
  const assembly = options.assembly ?? (await ownAssembly(progress, onStop));
  progress('Deploying the template');
  const inventory = await deployAssembly(assembly, emulators);
  progress('Starting the functions');
  const external = await startExternal(inventory, emulators, onStop);
  const logs = new Logs(options.logFolder);
  onStop(() => logs.close());
  const logGroups = await startLogGroups(inventory, logs, onStop);
  const urls = { ...emulators.urls, logs: logGroups.url };
  const { functions, mappings } = run(inventory, { options, urls, logs, externalSystem: external.gate.url });
  onStop(() => functions.stop());
  const deployed = deployedFrom(inventory, functions, mappings);
  emulators.pools.callFunctionsBy(callAsService(deployed, 'cognito-idp.amazonaws.com'));
  const apis = await startOperatorApis({ deployed, logs, sqsUrl: urls.sqs }, onStop);
  mappings.start();
  onStop(() => mappings.stop());
  onStop(startBeats(inventory.beats, deliverTo({ deployed, logs, snsUrl: urls.sns })));
  const { lambda, cloudwatch } = apis;
  const operatorUrls = { lambda: lambda.url, cloudwatch: cloudwatch.url, logs: urls.logs };
  const others = { ...operatorUrls, inbox: page.url, externalSystem: external.gate.url };
  const gates = { ...emulators.gates, ...apis, logs: logGroups, 'external-system': external.gate };
  return {
    endpoints: describeEndpoints({ inventory, emulators, urls: others }),
    inbox: emulators.ses.inbox,
    codes: emulators.pools.codes,
    logs,
    ses: emulators.ses,
    externalSystem: external.system,
    tokens: external.tokens,
    functions,
    mappings,
    outage: (what) => gates[what].shut(),
    inject: (what, fault, aim) => gates[what].inject(fault, aim),
    watch: (see) => {
      for (const [what, gate] of Object.entries(gates)) gate.watch((request) => see(what as Gated, request));
    },
  };
}

async function ownAssembly(progress: (step: string) => void, onStop: OnStop): Promise<string> {
  const { folder, remove } = await localAssembly(progress);
  onStop(remove);
  return folder;
}

/** Starts the demo external system; each source whose secret the template names asks for what Secrets Manager holds of it. */
async function startExternal(inventory: Inventory, { secrets }: Emulators, onStop: OnStop) {
  const tokens: ExternalTokens = {};
  for (const [name, secretId] of inventory.functions.flatMap(({ environment }) => Object.entries(environment))) {
    const source = /^SOURCE_(.+)_SECRET_ID$/.exec(name)?.[1]?.toLowerCase();
    if (source !== 'crm' && source !== 'loyalty') continue;
    tokens[source] = `token-${randomUUID()}`;
    secrets.put(secretId, tokens[source]);
  }
  const system = await startExternalSystem(tokens);
  onStop(() => system.close());
  const gate = await openGate('external-system', system.server);
  onStop(gate.close);
  return { system, gate, tokens: Object.values(tokens) };
}

interface Running {
  options: StackOptions;
  urls: FunctionsOptions['urls'];
  logs: Logs;
  externalSystem: string;
}

function run(inventory: Inventory, { options, urls, logs, externalSystem }: Running) {
  const { environment = {}, runtimeClient, seed = 1, duplicateRate = DUPLICATE_RATE } = options;
  const { mostEnvironments = MOST_ENVIRONMENTS } = options;
  const functions = new Functions(inventory.functions, {
    logs,
    urls,
    externalSystem,
    environment,
    mostEnvironments,
    ...(runtimeClient && { runtimeClient }),
  });
  const mappings = new Mappings(inventory, {
    functions,
    logs,
    sqsUrl: urls.sqs,
    seed,
    duplicateRate,
    mostInvocations: mostEnvironments,
  });
  return { functions, mappings };
}

function deployedFrom({ aliases, permissions }: Inventory, { pools }: Functions, mappings: Mappings): Deployed {
  const policies = new Policies();
  for (const permission of permissions) policies.add(permission);
  return { functions: pools, aliases, policies, mappings };
}
