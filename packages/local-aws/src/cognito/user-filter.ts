import { ApiError } from '../emulators/api-error.ts';
import type { StoredUser } from './internals.ts';
import { attributesOf } from './verified-email.ts';

const FILTER = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/;
const ATTRIBUTES = ['sub', 'email', 'phone_number', 'name', 'given_name', 'family_name', 'preferred_username'];

/**
 * ListUsers' filter: one attribute that is equal to a text (`=`) or begins with it (`^=`).
 * @throws ApiError for another filter, as Cognito refuses it
 */
export function userFilter(filter: string | undefined): (user: StoredUser) => boolean {
  if (!filter?.trim()) return () => true;
  const [, name = '', operator, quoted = ''] = FILTER.exec(filter) ?? [];
  const read = VALUES[name] ?? (ATTRIBUTES.includes(name) ? attribute(name) : undefined);
  if (!read) throw new ApiError('InvalidParameterException', 'Error while parsing filter.');
  const fold = (text: string) => (name === 'cognito:user_status' ? text.toUpperCase() : text);
  const wanted = fold(quoted.replace(/\\(.)/g, '$1'));
  return (user) => {
    const value = fold(read(user) ?? '');
    return operator === '=' ? value === wanted : value.startsWith(wanted);
  };
}

const VALUES: Readonly<Record<string, (user: StoredUser) => string>> = {
  username: ({ Username }) => Username,
  'cognito:user_status': ({ UserStatus }) => UserStatus,
  status: ({ Enabled }) => (Enabled ? 'Enabled' : 'Disabled'),
};

const attribute = (name: string) => (user: StoredUser) => attributesOf(user.Attributes)[name];
