import { GetAliasCommand, GetPolicyCommand, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { physicalName } from '@postconfirm/contract';
import * as v from 'valibot';
import type { Stage } from './stage.ts';

const ALIAS = 'live';

/** ARN of the stage's trigger as Cognito calls it. */
export async function liveTrigger({ clients, name }: Stage): Promise<string> {
  const { AliasArn } = await clients.lambda.send(
    new GetAliasCommand({ FunctionName: physicalName(name, 'trigger'), Name: ALIAS }),
  );
  if (AliasArn === undefined) throw new Error('Lambda names no ARN of the alias live.');
  return AliasArn;
}

const PolicySchema = v.object({
  Statement: v.array(
    v.object({
      Effect: v.string(),
      Principal: v.unknown(),
      Condition: v.optional(v.record(v.string(), v.record(v.string(), v.unknown()))),
    }),
  ),
});

/** ARNs of the pools for which the trigger's own policy lets Cognito call it. A deployment names one. */
export async function permittedPools({ clients, name }: Stage): Promise<string[]> {
  const policy = await readPolicy(clients, physicalName(name, 'trigger'));
  return v
    .parse(PolicySchema, policy)
    .Statement.filter(
      ({ Effect, Principal }) => Effect === 'Allow' && JSON.stringify(Principal).includes('cognito-idp.amazonaws.com'),
    )
    .flatMap(({ Condition = {} }) => Object.values(Condition))
    .flatMap((values) => [values['AWS:SourceArn'], values['aws:SourceArn']])
    .filter((arn) => typeof arn === 'string');
}

export const mayBeCalledBy = async (stage: Stage, poolArn: string): Promise<boolean> =>
  (await permittedPools(stage)).includes(poolArn);

async function readPolicy(clients: Stage['clients'], FunctionName: string): Promise<unknown> {
  try {
    const { Policy } = await clients.lambda.send(new GetPolicyCommand({ FunctionName, Qualifier: ALIAS }));
    return JSON.parse(Policy ?? '{"Statement":[]}');
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return { Statement: [] };
    throw error;
  }
}
