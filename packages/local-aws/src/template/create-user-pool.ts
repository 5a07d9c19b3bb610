import { REGION } from '../account.ts';
import { type PoolSettings, type UserPools, userPoolArn } from '../cognito/user-pools.ts';
import { parseFunctionName } from '../lambda/function-name.ts';
import type { Created, Wanted } from './deploy.ts';

interface PoolProperties {
  UserPoolName?: string;
  AutoVerifiedAttributes?: string[];
  UsernameAttributes?: string[];
  Schema?: PoolSettings['schema'];
  LambdaConfig?: { PostConfirmation?: string } & Record<string, unknown>;
}

export interface CreatedPool {
  id: string;
  /** The function that the pool calls after a confirmation. */
  triggerFunction?: string;
}

/** Creates a user pool. A trigger other than PostConfirmation is refused, for it would silently not run. */
export const createUserPool =
  (pools: UserPools, found: (pool: CreatedPool) => void) =>
  async ({ logicalId, properties, stack }: Wanted): Promise<Created> => {
    const wanted = properties as PoolProperties;
    const { PostConfirmation, ...others } = wanted.LambdaConfig ?? {};
    if (Object.keys(others).length > 0) throw new Error(`triggers not emulated: ${Object.keys(others).join(', ')}`);
    const id = await pools.createPool({
      name: wanted.UserPoolName ?? `${stack.name}-${logicalId}`,
      autoVerifiedAttributes: wanted.AutoVerifiedAttributes ?? [],
      usernameAttributes: wanted.UsernameAttributes ?? [],
      schema: wanted.Schema ?? [],
    });
    found({ id, ...(PostConfirmation && { triggerFunction: parseFunctionName(PostConfirmation).name }) });
    const host = `cognito-idp.${REGION}.amazonaws.com/${id}`;
    const attributes = { Arn: userPoolArn(id), UserPoolId: id, ProviderName: host, ProviderURL: `https://${host}` };
    return { ref: id, attributes };
  };

export const createUserPoolClient =
  (pools: UserPools, found: (clientId: string) => void) =>
  async ({ logicalId, properties, stack }: Wanted): Promise<Created> => {
    const name = String(properties['ClientName'] ?? `${stack.name}-${logicalId}`);
    const clientId = await pools.createClient(String(properties['UserPoolId']), name);
    found(clientId);
    return { ref: clientId, attributes: { ClientId: clientId, Name: name } };
  };
