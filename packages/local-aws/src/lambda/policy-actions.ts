import { ApiError } from '../emulators/api-error.ts';
import { type Action, jsonOf, namedFunction } from './api-call.ts';
import { type Permission, statementOf } from './policies.ts';

export const getPolicy: Action = (deployed, call) => {
  const { policies } = deployed;
  const permissions = policies.of(namedFunction(deployed, call).arn);
  if (permissions.length === 0) throw notFound('The resource you requested does not exist.');
  const policy = { Version: '2012-10-17', Id: 'default', Statement: permissions.map(statementOf) };
  return { status: 200, body: { Policy: JSON.stringify(policy), RevisionId: policies.revisionId } };
};

export const addPermission: Action = (deployed, call) => {
  const { arn } = namedFunction(deployed, call);
  const permission = permissionFrom(arn, jsonOf(call.body));
  const taken = deployed.policies.of(arn).some(({ statementId }) => statementId === permission.statementId);
  if (taken) {
    const message = `The statement id (${permission.statementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`;
    throw new ApiError('ResourceConflictException', message, 409);
  }
  deployed.policies.add(permission);
  return { status: 201, body: { Statement: JSON.stringify(statementOf(permission)) } };
};

export const removePermission: Action = (deployed, call) => {
  const { arn } = namedFunction(deployed, call);
  const [, statementId = ''] = call.path;
  if (!deployed.policies.of(arn).some((one) => one.statementId === statementId)) {
    throw notFound(`Statement ${statementId} is not found in resource policy.`);
  }
  deployed.policies.remove({ functionArn: arn, statementId });
  return { status: 204, body: '' };
};

function permissionFrom(functionArn: string, body: Record<string, unknown>): Permission {
  const { StatementId, Action: action, Principal, SourceArn, SourceAccount } = body;
  return {
    functionArn,
    statementId: String(StatementId),
    action: String(action),
    principal: String(Principal),
    ...(SourceArn !== undefined && { sourceArn: String(SourceArn) }),
    ...(SourceAccount !== undefined && { sourceAccount: String(SourceAccount) }),
  };
}

const notFound = (message: string) => new ApiError('ResourceNotFoundException', message, 404);
