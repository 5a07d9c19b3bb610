import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { DescribeUserPoolCommand, type UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import type { Stage } from '../stage/stage.ts';

/** A pool, as the SDK reads it and as Cognito said it. */
export type DescribedPool = { read: UserPoolType; said: unknown };

export async function describePool({ clients }: Stage, poolId: string): Promise<DescribedPool> {
  const command = new DescribeUserPoolCommand({ UserPoolId: poolId });
  let text = '';
  // The body is read here and handed on: the SDK keeps nothing of what it does not know.
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const response = result.response as { body: Readable };
      const bytes = await buffer(response.body);
      text = bytes.toString();
      response.body = Readable.from([bytes]);
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'keepWhatCognitoSaid' },
  );
  const { UserPool } = await clients.cognito.send(command);
  if (UserPool === undefined) throw new Error(`Cognito does not describe ${poolId}.`);
  return { read: UserPool, said: (JSON.parse(text) as { UserPool: unknown }).UserPool };
}
