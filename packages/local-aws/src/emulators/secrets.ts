import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { REGION } from '../account.ts';
import { readBody, serve } from './http-message.ts';
import { type Listener, listen } from './listener.ts';

export interface Secrets extends Listener {
  put(secretId: string, value: string): void;
}

/** Secrets Manager as far as a Lambda reads from it: GetSecretValue. */
export async function startSecrets(): Promise<Secrets> {
  const values = new Map<string, string>();
  const server = createServer(serve((request, response) => answer(values, request, response)));
  const listener = await listen(server, 'the Secrets Manager emulator');
  return { ...listener, put: (secretId, value) => void values.set(secretId, value) };
}

async function answer(values: Map<string, string>, request: IncomingMessage, response: ServerResponse) {
  const action = String(request.headers['x-amz-target'] ?? '').split('.')[1];
  const body = (await readBody(request)).toString();
  const reply = (status: number, content: object) =>
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(content));
  if (action !== 'GetSecretValue') {
    return reply(400, {
      __type: 'InvalidAction',
      message: `This emulator answers GetSecretValue only, not ${action}.`,
    });
  }
  const { SecretId: id } = JSON.parse(body) as { SecretId: string };
  const value = values.get(id);
  if (value === undefined) {
    return reply(400, { __type: 'ResourceNotFoundException', message: `No secret ${id} here.` });
  }
  const arn = `arn:aws:secretsmanager:${REGION}:000000000000:secret:${id}`;
  return reply(200, { ARN: arn, Name: id, SecretString: value, VersionStages: ['AWSCURRENT'] });
}
