import type { SQSClient } from '@aws-sdk/client-sqs';

type Signer = SQSClient['config']['signer'];

/** What this asks of any AWS client. */
type Leanable = { middlewareStack: { remove(middleware: string): boolean }; config: { signer: Signer } };

/**
 * A client without what costs every call CPU and serves nobody here: a walk through input and output for a log that there is
 * not, and a signer made anew (the one that is kept asks for time and credentials at every call).
 */
export function lean<Client extends Leanable>(client: Client): Client {
  client.middlewareStack.remove('loggerMiddleware');
  const { signer } = client.config;
  let kept: ReturnType<Signer> | undefined;
  client.config.signer = (scheme) => (kept ??= signer(scheme));
  return client;
}
