import { type AliasOf, functionArn, parseFunctionName } from '../lambda/function-name.ts';
import type { Created, Wanted } from './deploy.ts';

/** Every call runs what was built: an alias is a name more, which `found` is told, and a version is always 1. */
export const createAlias =
  (found: (alias: AliasOf) => void) =>
  ({ properties }: Wanted): Created => {
    const { name: functionName } = parseFunctionName(String(properties['FunctionName']));
    const alias = String(properties['Name']);
    found({ functionName, alias });
    const arn = functionArn(functionName, alias);
    return { ref: arn, attributes: { AliasArn: arn } };
  };

export const createVersion = ({ properties }: Wanted): Created => {
  const { name } = parseFunctionName(String(properties['FunctionName']));
  const arn = functionArn(name, '1');
  return { ref: arn, attributes: { Version: '1', FunctionArn: arn } };
};
