import { parseFunctionName } from '../lambda/lambda-api.ts';
import { functionArn } from '../lambda/process-environment.ts';
import type { Created, Wanted } from './deploy.ts';

/** Every call runs what was built: an alias is a name more, a version is always 1. */
export const createAlias = ({ properties }: Wanted): Created => {
  const { name } = parseFunctionName(String(properties['FunctionName']));
  const arn = functionArn(name, String(properties['Name']));
  return { ref: arn, attributes: { AliasArn: arn } };
};

export const createVersion = ({ properties }: Wanted): Created => {
  const { name } = parseFunctionName(String(properties['FunctionName']));
  const arn = functionArn(name, '1');
  return { ref: arn, attributes: { Version: '1', FunctionArn: arn } };
};
