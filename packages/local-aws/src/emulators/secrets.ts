import { ACCOUNT_ID, REGION } from '../account.ts';
import { ApiError } from './api-error.ts';
import { startJsonService } from './json-service.ts';
import type { HttpListener } from './listener.ts';

export interface Secrets extends HttpListener {
  put(secretId: string, value: string): void;
}

/** Secrets Manager as far as a Lambda reads from it: GetSecretValue. */
export async function startSecrets(): Promise<Secrets> {
  const values = new Map<string, string>();
  const GetSecretValue = ({ SecretId: id }: { SecretId: string }) => {
    const value = values.get(id);
    if (value === undefined) throw new ApiError('ResourceNotFoundException', `No secret ${id} here.`);
    const arn = `arn:aws:secretsmanager:${REGION}:${ACCOUNT_ID}:secret:${id}`;
    return { ARN: arn, Name: id, SecretString: value, VersionStages: ['AWSCURRENT'] };
  };
  const listener = await startJsonService('the Secrets Manager emulator', { GetSecretValue });
  return { ...listener, put: (secretId, value) => void values.set(secretId, value) };
}
