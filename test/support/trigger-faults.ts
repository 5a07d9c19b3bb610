import { AddPermissionCommand, GetPolicyCommand, LambdaClient, RemovePermissionCommand } from '@aws-sdk/client-lambda';
import type { Stack } from '@postconfirm/local-aws';

type Statement = { Sid: string; Principal: { Service: string }; Condition: Record<string, Record<string, string>> };

/** Takes a service's right to call a function's alias `live` away; the returned function gives it back. */
export async function revokeCalls(stack: Stack, service: string, principal: string): Promise<() => Promise<void>> {
  const { endpoints } = stack;
  const { region, credentials, urls } = endpoints;
  const lambda = new LambdaClient({ region, credentials, endpoint: urls.lambda });
  const named = { FunctionName: endpoints.functions[service], Qualifier: 'live' };
  const { Policy = '{}' } = await lambda.send(new GetPolicyCommand(named));
  const { Statement: statements } = JSON.parse(Policy) as { Statement: Statement[] };
  const revoked = statements.filter(({ Principal }) => Principal.Service === principal);
  if (revoked.length === 0) throw new Error(`${principal} has no right to call ${service}.`);
  for (const { Sid } of revoked) await lambda.send(new RemovePermissionCommand({ ...named, StatementId: Sid }));
  return async () => {
    for (const { Sid, Condition } of revoked) {
      const SourceArn = Condition['ArnLike']?.['AWS:SourceArn'];
      const Action = 'lambda:InvokeFunction';
      await lambda.send(
        new AddPermissionCommand({ ...named, StatementId: Sid, Action, Principal: principal, SourceArn }),
      );
    }
    lambda.destroy();
  };
}
