import { isDeepStrictEqual } from 'node:util';

/** What may differ after an update: the trigger that was changed, and what Cognito itself keeps up to date. */
const MAY_DIFFER = ['LambdaConfig.PostConfirmation', 'LastModifiedDate', 'EstimatedNumberOfUsers'];

/** Paths at which two descriptions of a pool differ, but for those that may. */
export function differences(before: unknown, after: unknown, path = ''): string[] {
  if (MAY_DIFFER.includes(path) || isDeepStrictEqual(before, after)) return [];
  if (!isObject(before) || !isObject(after)) return isEmpty(before) && isEmpty(after) ? [] : [path];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => differences(before[name], after[name], path === '' ? name : `${path}.${name}`));
}

/** A pool without triggers is described with an empty `LambdaConfig`, or with none. */
const isEmpty = (value: unknown) => value === undefined || (isObject(value) && emptyBut(value));

const emptyBut = (value: Record<string, unknown>) => Object.keys(value).every((name) => name === 'PostConfirmation');

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
