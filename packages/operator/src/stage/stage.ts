import { physicalName } from '@postconfirm/contract';
import { type ClientOptions, type Clients, createClients } from './clients.ts';
import { readEndpoints } from './endpoints.ts';

/** A deployed stage, or the local stack, as the operator reaches it: with the operator's own rights. */
export type Stage = {
  name: string;
  clients: Clients;
  tableName: string;
  /** The stage's own pool, where it is known without asking. */
  userPoolId?: string;
  /** By which the command line named it: a further command about it says them again. */
  options: readonly string[];
};

/** Where a stage is looked for; each is as the AWS CLI takes it. */
export type StageOptions = {
  stage: string;
  /** File that the local stack wrote. */
  endpoints: string;
  region?: string;
  profile?: string;
  /** A user pool that the operator names. */
  pool?: string;
};

/** `local` is the stack of `npm start`; any other stage is reached with the credentials and region of the AWS SDK's own chain. */
export function connect(options: StageOptions): Stage {
  if (options.stage === 'local') return connectLocally(options);
  const { stage, region, profile, pool } = options;
  const client: ClientOptions = { ...(region && { region }), ...(profile && { profile }) };
  return {
    name: stage,
    clients: createClients(() => client),
    tableName: physicalName(stage),
    ...(pool && { userPoolId: pool }),
    options: optionsOf({ stage, region, profile, pool }),
  };
}

function connectLocally({ endpoints, pool }: StageOptions): Stage {
  const { urls, region, credentials, tableName, userPoolId } = readEndpoints(endpoints);
  return {
    name: 'local',
    // A copy of the credentials each: the SDK writes into what it is given.
    clients: createClients((service) => ({ region, credentials: { ...credentials }, endpoint: urls[service] })),
    tableName,
    userPoolId: pool ?? userPoolId,
    options: optionsOf({ pool }),
  };
}

const optionsOf = (named: Record<string, string | undefined>): string[] =>
  Object.entries(named).flatMap(([option, value]) => (value === undefined ? [] : [`--${option} ${value}`]));
