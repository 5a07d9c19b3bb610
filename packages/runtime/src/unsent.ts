type Unsent = { class: 'account' | 'definite'; reason: 'credentials' | 'name-not-resolved' | 'no-connection' };

type CallError = { name?: unknown; message?: unknown; code?: unknown; syscall?: unknown; errors?: unknown };

/** Why not even the first byte of a request left: no credentials, no name, no connection. Undefined: it may have left. */
export function unsent(error: CallError): Unsent | undefined {
  if (error.name === 'CredentialsProviderError') return { class: 'account', reason: 'credentials' };
  if (error.syscall === 'getaddrinfo') return { class: 'definite', reason: 'name-not-resolved' };
  if (isConnectError(error) || isConnectTimeout(error)) return { class: 'definite', reason: 'no-connection' };
  return undefined;
}

/** Node tries every address of a host: it reports them all in one AggregateError. */
function isConnectError({ syscall, errors }: CallError): boolean {
  if (Array.isArray(errors)) return errors.length > 0 && errors.every(isConnectError);
  return syscall === 'connect';
}

/** The SDK's only mark of its connection timeout is the text; the request timeout has a `code`. */
const isConnectTimeout = ({ name, code, message }: CallError) =>
  name === 'TimeoutError' && code === undefined && /did not establish a connection/.test(String(message ?? ''));
