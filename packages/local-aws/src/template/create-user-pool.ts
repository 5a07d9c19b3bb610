import type { CreateUserPoolRequest } from '@aws-sdk/client-cognito-identity-provider';
import { REGION } from '../account.ts';
import { userPoolArn } from '../cognito/pool-settings.ts';
import type { UserPools } from '../cognito/user-pools.ts';
import type { Created, Wanted } from './deploy.ts';

/** CloudFormation's names are CreateUserPool's, but for the pool's own. */
interface PoolProperties extends Partial<CreateUserPoolRequest> {
  UserPoolName?: string;
}

/** Creates a user pool. A trigger other than PostConfirmation is refused, for it would silently not run. */
export const createUserPool =
  (pools: UserPools, found: (userPoolId: string) => void) =>
  async ({ logicalId, properties, stack }: Wanted): Promise<Created> => {
    const wanted = properties as PoolProperties;
    const { PostConfirmation: _, ...others } = wanted.LambdaConfig ?? {};
    if (Object.keys(others).length > 0) throw new Error(`triggers not emulated: ${Object.keys(others).join(', ')}`);
    const id = await pools.createPool({ ...wanted, PoolName: wanted.UserPoolName ?? `${stack.name}-${logicalId}` });
    found(id);
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
