import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readBody, serve } from '../emulators/http-message.ts';
import { type Listener, listen } from '../emulators/listener.ts';
import type { FunctionPool } from './function-pool.ts';
import { TooManyRequestsError } from './invocation.ts';

const INVOKE = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** Lambda's Invoke API: `RequestResponse` and `Event` calls, by function name, `name:alias` or ARN. */
export function startLambdaApi(functions: ReadonlyMap<string, FunctionPool>): Promise<Listener> {
  const server = createServer(serve((request, response) => route(functions, request, response)));
  return listen(server, 'the Lambda API');
}

async function route(functions: ReadonlyMap<string, FunctionPool>, request: IncomingMessage, response: ServerResponse) {
  const payload = (await readBody(request)).toString() || '{}';
  const [, encoded] = INVOKE.exec(new URL(request.url ?? '/', 'http://lambda').pathname) ?? [];
  if (!encoded || request.method !== 'POST') return refuse(response, 404, 'UnknownOperationException');
  const { name, alias } = parseFunctionName(decodeURIComponent(encoded));
  const pool = functions.get(name);
  if (!pool) return refuse(response, 404, 'ResourceNotFoundException', `Function not found: ${name}`);
  if (!isJson(payload)) return refuse(response, 400, 'InvalidRequestContentException', 'The payload is not JSON.');
  const event = request.headers['x-amz-invocation-type'] === 'Event';
  const outcome = pool.invoke(payload, alias ? { alias } : {});
  if (event) {
    // Nobody waits for the result; a failure stands in the function's log.
    void outcome.catch(() => undefined);
    return void response.writeHead(202).end();
  }
  await outcome.then(
    (result) => {
      const error = result.functionError ? { 'x-amz-function-error': result.functionError } : {};
      response.writeHead(200, { 'content-type': 'application/json', 'x-amz-executed-version': '1', ...error });
      response.end(result.payload);
    },
    (error: Error) => refuse(response, error instanceof TooManyRequestsError ? 429 : 500, error.name, error.message),
  );
}

function refuse(response: ServerResponse, status: number, type: string, message = type): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type });
  response.end(JSON.stringify({ __type: type, message }));
}

/** `name`, `name:alias`, or an ARN of either. */
export function parseFunctionName(given: string): { name: string; alias?: string } {
  const [name = given, alias] = given.replace(/^arn:aws:lambda:[^:]*:[^:]*:function:/, '').split(':');
  return alias ? { name, alias } : { name };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
