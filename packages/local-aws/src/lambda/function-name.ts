import { ACCOUNT_ID, REGION } from '../account.ts';

/** A name more for a function. */
export interface AliasOf {
  functionName: string;
  alias: string;
}

/** `name`, `name:qualifier`, or an ARN of either, whole or from the account number on. */
export function parseFunctionName(given: string): { name: string; alias?: string } {
  const [name = given, alias] = given.replace(/^(arn:aws:lambda:[^:]*:)?([^:]*:)?function:/, '').split(':');
  return alias ? { name, alias } : { name };
}

export const functionArn = (functionName: string, alias?: string): string =>
  `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:${functionName}${alias ? `:${alias}` : ''}`;
