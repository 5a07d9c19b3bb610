import { createRequire } from 'node:module';

/** A user as cognito-local keeps it. */
export interface StoredUser {
  Username: string;
  Attributes: { Name: string; Value: string }[];
  Enabled: boolean;
  UserStatus: string;
  UserCreateDate: Date;
  UserLastModifiedDate: Date;
  [other: string]: unknown;
}

export interface PoolOptions {
  Id: string;
  Arn: string;
  Name: string;
  AutoVerifiedAttributes: string[];
  UsernameAttributes: string[];
  LambdaConfig?: { PostConfirmation?: string };
  SchemaAttributes: object[];
  [other: string]: unknown;
}

export interface PoolService {
  options: PoolOptions;
  getUserByUsername(context: object, userName: string): Promise<StoredUser | null>;
  listUsers(context: object): Promise<StoredUser[]>;
  saveUser(context: object, user: StoredUser): Promise<void>;
  updateOptions(context: object, options: PoolOptions): Promise<void>;
  saveAppClient(context: object, client: object): Promise<void>;
}

export interface CognitoService {
  createUserPool(context: object, options: object): Promise<PoolOptions>;
  getUserPool(context: object, id: string): Promise<PoolService>;
  getUserPoolForClientId(context: object, clientId: string): Promise<PoolService>;
}

/** How one action is answered. The requests come from clients of many makes: each target says what it expects. */
// biome-ignore lint/suspicious/noExplicitAny: cognito-local's own type
export type Target = (context: object, request: any) => Promise<object>;

/** What cognito-local hands to its own wrapper of the trigger. */
export interface TriggerCall {
  clientId: string | null;
  clientMetadata?: Record<string, string>;
  source: string;
  username: string;
  userPoolId: string;
  userAttributes: { Name: string; Value: string }[];
}

const require = createRequire(import.meta.url);

// cognito-local has no exports map, so its parts can be put together anew: with a store of our own, our trigger rules
// and our way of delivering codes. The version is pinned for that reason.
const part = (name: string) => {
  // Read while aws-sdk v2, which it depends on, is loaded: its notice would stand before the first line of `--json`.
  process.env['AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE'] = '1';
  return require(`cognito-local/lib/${name}`);
};

export const loadCognitoLocal = () => ({
  services: part('services'),
  CognitoServiceImpl: part('services/cognitoService').CognitoServiceImpl,
  defaults: part('services/cognitoService').USER_POOL_AWS_DEFAULTS as { SchemaAttributes: { Name: string }[] },
  UserPoolServiceFactoryImpl: part('services/userPoolService').UserPoolServiceFactoryImpl,
  CryptoService: part('services/crypto').CryptoService,
  JwtTokenGenerator: part('services/tokenGenerator').JwtTokenGenerator,
  Router: part('server/Router').Router,
  createServer: part('server/server').createServer,
  CognitoError: part('errors').CognitoError as new (code: string, message: string) => Error,
  logger: createRequire(require.resolve('cognito-local'))('pino')({ level: 'silent' }),
});
