import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { physicalName } from '@postconfirm/contract';
import type { Stage } from './stage.ts';

/** A deployed function, as far as an operator asks about it. */
export type DeployedFunction = { state: string; variables: Readonly<Record<string, string>> };

export async function deployedFunction({ clients, name }: Stage, service: string): Promise<DeployedFunction> {
  const { State = 'unknown', Environment } = await clients.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: physicalName(name, service) }),
  );
  return { state: State, variables: Environment?.Variables ?? {} };
}
