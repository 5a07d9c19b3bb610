import { randomInt } from 'node:crypto';
import type { Server } from 'node:http';
import type { CreateUserPoolRequest } from '@aws-sdk/client-cognito-identity-provider';
import { REGION } from '../account.ts';
import { type HttpListener, listenerOf } from '../emulators/listener.ts';
import type { CallFunction } from '../lambda/call-as-service.ts';
import { afterConfirmation } from './after-confirmation.ts';
import { Codes } from './codes.ts';
import { type CognitoService, loadCognitoLocal, type TriggerCall } from './internals.ts';
import { MemoryStores } from './memory-stores.ts';
import { withOwnTargets } from './own-targets.ts';
import { newPool } from './pool-settings.ts';
import { TriggerFailure } from './trigger-rules.ts';
import { attributesOf } from './verified-email.ts';

export interface UserPools extends HttpListener {
  codes: Codes;
  /** Creates a pool, as CreateUserPool does; its id. */
  createPool(request: Partial<CreateUserPoolRequest>): Promise<string>;
  /** Creates an app client without a secret; its id. */
  createClient(userPoolId: string, name: string): Promise<string>;
  /** Says how functions are called; they don't run yet when the pools start. */
  callFunctionsBy(callFunction: CallFunction): void;
}

type Library = ReturnType<typeof loadCognitoLocal>;

/** Cognito user pools: cognito-local with AWS's rules around the PostConfirmation trigger. */
export async function startUserPools(): Promise<UserPools> {
  const library = loadCognitoLocal();
  const context = { logger: library.logger };
  const codes = new Codes();
  let call: CallFunction = () => Promise.reject(new Error('No function runs yet.'));
  const { server, cognito } = await serve(library, { codes, callFunction: (one) => call(one) });
  return {
    ...listenerOf(server),
    codes,
    createPool: async (request) =>
      (await cognito.createUserPool(context, newPool(request, library.defaults.SchemaAttributes))).Id,
    createClient: (id, name) => createClient(cognito, context, { id, name }),
    callFunctionsBy: (callFunction) => {
      call = callFunction;
    },
  };
}

interface Parts {
  codes: Codes;
  callFunction: CallFunction;
}

async function serve(library: Library, { codes, callFunction }: Parts) {
  const { services, logger } = library;
  const clock = new services.DateClock();
  const stores = new MemoryStores();
  const cognito = await cognitoService(library, stores, new library.UserPoolServiceFactoryImpl(clock, stores));
  const crypto = new library.CryptoService({
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    region: REGION,
  });
  const noLambda = { enabled: () => false, invoke: () => Promise.reject(new Error('No other trigger is emulated.')) };
  const own = new services.TriggersService(clock, cognito, noLambda, crypto);
  // Always called, for confirming also verifies the address; whether there is a function to call is decided inside.
  own.enabled = (trigger: string) => trigger === 'PostConfirmation';
  own.postConfirmation = (context: object, call: TriggerCall) =>
    afterConfirmation({ cognito, callFunction }, context, call).catch((error) => {
      throw error instanceof TriggerFailure ? new library.CognitoError(error.code, error.message) : error;
    });
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
  const server: Server = await library.createServer(withOwnTargets(library, all), logger, options, all).start();
  return { server, cognito };
}

/** Without its factory, which would look for pools on disk. */
async function cognitoService(library: Library, stores: MemoryStores, pools: object): Promise<CognitoService> {
  const clients = await stores.create({}, 'clients', { Clients: {} });
  return Object.assign(new library.CognitoServiceImpl('', clients, {}, pools), { userPools: [] });
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
