import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ACCOUNT_ID, REGION } from '../account.ts';
import { type Listener, listenerOf } from '../emulators/listener.ts';
import type { InvocationResult } from '../lambda/invocation.ts';
import { Codes } from './codes.ts';
import { type CognitoService, loadCognitoLocal, type PoolOptions, type TriggerCall } from './internals.ts';
import { postConfirmationEvent, type TriggerSource } from './post-confirmation.ts';
import { withResend } from './resend-code.ts';
import { callTrigger, TriggerFailure } from './trigger-rules.ts';
import { attributesOf, confirmedAttributes } from './verified-email.ts';

/** What the template says of a user pool, as far as the emulator can do it. */
export interface PoolSettings {
  name: string;
  autoVerifiedAttributes: string[];
  usernameAttributes: string[];
  /** Schema entries in CloudFormation's form; custom ones without the prefix `custom:`. */
  schema: { Name: string; AttributeDataType?: string; Mutable?: boolean; Required?: boolean }[];
}

export interface UserPools extends Listener {
  codes: Codes;
  /** Creates a pool; its id, as AWS shapes it. */
  createPool(settings: PoolSettings): Promise<string>;
  /** Calls a function after each confirmation in a pool. */
  onConfirmation(userPoolId: string, invoke: (payload: string) => Promise<InvocationResult>): void;
  /** Creates an app client without a secret; its id. */
  createClient(userPoolId: string, name: string): Promise<string>;
}

type Library = ReturnType<typeof loadCognitoLocal>;
type Triggers = Map<string, (payload: string) => Promise<InvocationResult>>;

/** Cognito user pools: cognito-local with AWS's rules around the PostConfirmation trigger. */
export async function startUserPools(): Promise<UserPools> {
  const library = loadCognitoLocal();
  const folder = await mkdtemp(path.join(tmpdir(), 'postconfirm-cognito-'));
  const context = { logger: library.logger };
  const codes = new Codes();
  const triggers: Triggers = new Map();
  const { server, cognito } = await serve(library, { folder, codes, triggers });
  const listener = listenerOf(server);
  return {
    ...listener,
    codes,
    createPool: async (settings) => (await cognito.createUserPool(context, poolOptions(library, settings))).Id,
    onConfirmation: (id, invoke) => void triggers.set(id, invoke),
    createClient: (id, name) => createClient(cognito, context, { id, name }),
    close: async () => {
      await listener.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
    },
  };
}

interface Parts {
  folder: string;
  codes: Codes;
  triggers: Triggers;
}

async function serve(library: Library, { folder, codes, triggers }: Parts) {
  const { services, logger } = library;
  const clock = new services.DateClock();
  const stores = new library.StormDBDataStoreFactory(folder);
  const pools = new library.UserPoolServiceFactoryImpl(clock, stores);
  const cognito: CognitoService = await new library.CognitoServiceFactoryImpl(folder, stores, pools).create(
    { logger },
    {},
  );
  const crypto = new library.CryptoService({
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    region: REGION,
  });
  const noLambda = { enabled: () => false, invoke: () => Promise.reject(new Error('No other trigger is emulated.')) };
  const own = new services.TriggersService(clock, cognito, noLambda, crypto);
  // Always called, for confirming also verifies the address; whether there is a function to call is decided inside.
  own.enabled = (trigger: string) => trigger === 'PostConfirmation';
  own.postConfirmation = (context: object, call: TriggerCall) =>
    confirmed({ library, cognito, context, triggers }, call);
  const messages = new services.MessagesService(own, { deliver: deliverTo(codes) });
  const tokens = { IssuerDomain: `https://cognito-idp.${REGION}.amazonaws.com` };
  const all = {
    clock,
    cognito,
    config: { UserPoolDefaults: {} },
    messages,
    otp: () => randomInt(1_000_000).toString().padStart(6, '0'),
    tokenGenerator: new library.JwtTokenGenerator(clock, own, tokens),
    triggers: own,
  };
  const options = { port: 0, hostname: '127.0.0.1', development: false, https: false };
  const server: Server = await library.createServer(withResend(library.Router(all), all), logger, options, all).start();
  return { server, cognito };
}

const deliverTo =
  (codes: Codes) =>
  async (
    _context: object,
    user: { Username: string; Attributes: { Name: string; Value: string }[] },
    ...rest: unknown[]
  ) => {
    const { __code: code } = rest[1] as { __code: string };
    const { sub, email, phone_number: phone } = attributesOf(user.Attributes);
    codes.add([user.Username, sub, email, phone], code);
  };

interface Confirming {
  library: Library;
  cognito: CognitoService;
  context: object;
  triggers: Triggers;
}

/** Runs when the user is CONFIRMED and saved: nothing that happens here takes that back. */
async function confirmed({ library, cognito, context, triggers }: Confirming, call: TriggerCall): Promise<void> {
  const pool = await cognito.getUserPool(context, call.userPoolId);
  const user = await pool.getUserByUsername(context, call.username);
  if (!user) return;
  const attributes = confirmedAttributes(user.Attributes, call, pool.options.AutoVerifiedAttributes);
  await pool.saveUser(context, { ...user, Attributes: attributes });
  const invoke = triggers.get(call.userPoolId);
  if (!invoke) return;
  const event = postConfirmationEvent({
    triggerSource: call.source as TriggerSource,
    userPoolId: call.userPoolId,
    userName: call.username,
    clientId: call.clientId,
    userAttributes: { ...attributesOf(attributes), 'cognito:user_status': 'CONFIRMED' },
    ...(call.clientMetadata && { clientMetadata: call.clientMetadata }),
  });
  await callTrigger(invoke, event).catch((error) => {
    throw error instanceof TriggerFailure ? new library.CognitoError(error.code, error.message) : error;
  });
}

function poolOptions({ defaults }: Library, settings: PoolSettings): Partial<PoolOptions> {
  const id = `${REGION}_${Array.from({ length: 9 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')}`;
  const standard = new Set(defaults.SchemaAttributes.map(({ Name }) => Name));
  const custom = settings.schema.filter(({ Name }) => !standard.has(Name));
  const now = new Date();
  return {
    Id: id,
    Arn: userPoolArn(id),
    Name: settings.name,
    CreationDate: now,
    LastModifiedDate: now,
    AutoVerifiedAttributes: settings.autoVerifiedAttributes,
    UsernameAttributes: settings.usernameAttributes,
    SchemaAttributes: [
      ...defaults.SchemaAttributes,
      ...custom.map(({ Name, AttributeDataType = 'String', Mutable = true, Required = false }) => ({
        Name: `custom:${Name}`,
        AttributeDataType,
        DeveloperOnlyAttribute: false,
        Mutable,
        Required,
        StringAttributeConstraints: {},
      })),
    ],
  };
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export const userPoolArn = (id: string): string => `arn:aws:cognito-idp:${REGION}:${ACCOUNT_ID}:userpool/${id}`;

async function createClient(cognito: CognitoService, context: object, { id, name }: { id: string; name: string }) {
  const clientId = Array.from({ length: 26 }, () => randomInt(36).toString(36)).join('');
  const now = new Date();
  const pool = await cognito.getUserPool(context, id);
  await pool.saveAppClient(context, {
    AllowedOAuthFlowsUserPoolClient: false,
    ClientId: clientId,
    ClientName: name,
    CreationDate: now,
    LastModifiedDate: now,
    RefreshTokenValidity: 30,
    TokenValidityUnits: { AccessToken: 'hours', IdToken: 'minutes', RefreshToken: 'days' },
    UserPoolId: id,
  });
  return clientId;
}
