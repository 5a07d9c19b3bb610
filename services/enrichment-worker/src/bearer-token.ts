import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { errorName } from '@postconfirm/runtime';

/** How long a token is used before it is read again, so that a rotation is followed within minutes. */
const KEPT_MILLISECONDS = 5 * 60 * 1000;

/** What an Authorization header takes as a bearer token (RFC 6750 section 2.1). */
const TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;

type TokenRead = { kind: 'token'; token: string } | { kind: 'unusable'; detail: string };

export type BearerToken = {
  /** `detail` is a code: the error's name, or `malformed` for a text that no header takes. */
  read: () => Promise<TokenRead>;
  /** Makes the next read ask again. */
  forget: () => void;
};

/** A bearer token that is the text of a secret in Secrets Manager. */
export function createBearerToken(client: SecretsManagerClient, secretId: string, now: () => number): BearerToken {
  let kept: { result: Promise<TokenRead>; until: number } | undefined;
  const forget = () => {
    kept = undefined;
  };
  const fetch = async () => {
    const result = await readSecret(client, secretId);
    if (result.kind === 'unusable') forget();
    return result;
  };
  return {
    forget,
    read: () => {
      if (kept === undefined || kept.until <= now()) kept = { result: fetch(), until: now() + KEPT_MILLISECONDS };
      return kept.result;
    },
  };
}

/**
 * The token, awaited no longer than the signal allows: else `unusable`, with `timeout` as its detail. The read itself
 * goes on, for other calls wait for the same one.
 */
export function readWithin(signal: AbortSignal, token: BearerToken): Promise<TokenRead> {
  const { promise, resolve } = Promise.withResolvers<TokenRead>();
  signal.addEventListener('abort', () => resolve({ kind: 'unusable', detail: 'timeout' }), { once: true });
  return Promise.race([token.read(), promise]);
}

async function readSecret(client: SecretsManagerClient, secretId: string): Promise<TokenRead> {
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    const token = SecretString?.trim() ?? '';
    return TOKEN.test(token) ? { kind: 'token', token } : { kind: 'unusable', detail: 'malformed' };
  } catch (error) {
    return { kind: 'unusable', detail: errorName(error) };
  }
}
