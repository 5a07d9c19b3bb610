import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { ApiError } from '../emulators/api-error.ts';
import { readBody, serve } from '../emulators/http-message.ts';
import { type HttpListener, listen } from '../emulators/listener.ts';
import type { Action, Deployed, Reply } from './api-call.ts';
import { getAlias, getFunctionConcurrency, getFunctionConfiguration } from './function-actions.ts';
import { invoke } from './invoke-action.ts';
import { getEventSourceMapping, listEventSourceMappings, updateEventSourceMapping } from './mapping-actions.ts';
import { addPermission, getPolicy, removePermission } from './policy-actions.ts';

const ROUTES: readonly [method: string, path: RegExp, action: Action][] = [
  ['POST', /^\/2015-03-31\/functions\/([^/]+)\/invocations$/, invoke],
  ['GET', /^\/2015-03-31\/functions\/([^/]+)\/configuration$/, getFunctionConfiguration],
  ['GET', /^\/2015-03-31\/functions\/([^/]+)\/aliases\/([^/]+)$/, getAlias],
  ['GET', /^\/2019-09-30\/functions\/([^/]+)\/concurrency$/, getFunctionConcurrency],
  ['GET', /^\/2015-03-31\/functions\/([^/]+)\/policy$/, getPolicy],
  ['POST', /^\/2015-03-31\/functions\/([^/]+)\/policy$/, addPermission],
  ['DELETE', /^\/2015-03-31\/functions\/([^/]+)\/policy\/([^/]+)$/, removePermission],
  ['GET', /^\/2015-03-31\/event-source-mappings\/?$/, listEventSourceMappings],
  ['GET', /^\/2015-03-31\/event-source-mappings\/([^/]+)$/, getEventSourceMapping],
  ['PUT', /^\/2015-03-31\/event-source-mappings\/([^/]+)$/, updateEventSourceMapping],
];

/** Lambda's API: invocations, and what functions, their policies and their event source mappings are. */
export function startLambdaApi(deployed: Deployed): Promise<HttpListener> {
  const server = createServer(
    serve(async (request, response) => send(response, await route(deployed, request).catch(refusal))),
  );
  return listen(server, 'the Lambda API');
}

async function route(deployed: Deployed, request: IncomingMessage): Promise<Reply> {
  const body = (await readBody(request)).toString();
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://lambda');
  for (const [method, pattern, action] of ROUTES) {
    const match = request.method === method && pattern.exec(pathname);
    if (!match) continue;
    const path = match.slice(1).map(decodeURIComponent);
    return action(deployed, { path, query, headers: request.headers, body });
  }
  throw new ApiError('UnknownOperationException', `${request.method} ${pathname} is not known here.`, 404);
}

function refusal(error: Error): Reply {
  const status = error instanceof ApiError ? error.status : 500;
  const headers = { 'x-amzn-errortype': error.name };
  return { status, headers, body: { __type: error.name, message: error.message, Message: error.message } };
}

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
