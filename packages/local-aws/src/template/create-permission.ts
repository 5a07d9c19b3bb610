import { functionArn, parseFunctionName } from '../lambda/function-name.ts';
import type { Permission } from '../lambda/policies.ts';
import type { Created, Wanted } from './deploy.ts';

const KNOWN = new Set(['Action', 'FunctionName', 'Principal', 'SourceAccount', 'SourceArn']);

/** Reads who may call a function; `found` grants it. A condition that isn't emulated is refused: without it more may call. */
export const createPermission =
  (found: (permission: Permission) => void) =>
  ({ logicalId, properties, stack }: Wanted): Created => {
    const unknown = Object.keys(properties).filter((name) => !KNOWN.has(name));
    if (unknown.length > 0) throw new Error(`not emulated: ${unknown.join(', ')}`);
    const { name, alias } = parseFunctionName(String(properties['FunctionName']));
    const { SourceArn, SourceAccount } = properties;
    const statementId = `${stack.name}-${logicalId}`;
    found({
      functionArn: functionArn(name, alias),
      statementId,
      action: String(properties['Action']),
      principal: String(properties['Principal']),
      ...(SourceArn !== undefined && { sourceArn: String(SourceArn) }),
      ...(SourceAccount !== undefined && { sourceAccount: String(SourceAccount) }),
    });
    return { ref: statementId };
  };
