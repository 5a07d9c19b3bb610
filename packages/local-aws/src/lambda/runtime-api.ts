import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readBody, serve } from '../emulators/http-message.ts';
import { type Listener, listen } from '../emulators/listener.ts';
import type { InvocationResult } from './invocation.ts';

/** An event on its way to a handler. */
export interface Invocation {
  requestId: string;
  payload: string;
  /** Epoch milliseconds at which the process is killed. */
  deadline: number;
  functionArn: string;
  traceHeader: string;
}

export interface RuntimeEvents {
  /** The process asked for its first invocation: its initialization is over. */
  ready(): void;
  /** The bundle could not be loaded; `{ errorType, errorMessage }` as JSON. */
  initFailed(payload: string): void;
  finished(requestId: string, result: InvocationResult): void;
}

export interface RuntimeApi extends Listener {
  /** `127.0.0.1:PORT`, the value of AWS_LAMBDA_RUNTIME_API. */
  address: string;
  /** Gives an invocation to the process as soon as it asks for one. */
  offer(invocation: Invocation): void;
}

const ROUTE = /^\/2018-06-01\/runtime\/(?:(init\/error)|invocation\/(next)|invocation\/([\w-]+)\/(response|error))$/;

/** Lambda's Runtime API for one execution environment: any runtime client can stand on its other side. */
export async function startRuntimeApi(events: RuntimeEvents): Promise<RuntimeApi> {
  const desk = { waiting: undefined as ServerResponse | undefined, offered: undefined as Invocation | undefined };
  const meet = () => {
    if (!desk.waiting || !desk.offered) return;
    hand(desk.waiting, desk.offered);
    desk.waiting = undefined;
    desk.offered = undefined;
  };
  const next = (response: ServerResponse) => {
    desk.waiting = response;
    events.ready();
    meet();
  };
  const offer = (invocation: Invocation) => {
    desk.offered = invocation;
    meet();
  };
  const server = createServer(serve((request, response) => route(request, response, { events, next })));
  const listener = await listen(server, 'a Lambda Runtime API');
  return { ...listener, address: `127.0.0.1:${listener.port}`, offer };
}

function hand(response: ServerResponse, invocation: Invocation): void {
  response.writeHead(200, {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': invocation.requestId,
    'lambda-runtime-deadline-ms': String(invocation.deadline),
    'lambda-runtime-invoked-function-arn': invocation.functionArn,
    'lambda-runtime-trace-id': invocation.traceHeader,
  });
  response.end(invocation.payload);
}

interface Desk {
  events: RuntimeEvents;
  next(response: ServerResponse): void;
}

async function route(request: IncomingMessage, response: ServerResponse, desk: Desk): Promise<void> {
  const [, init, next, requestId, kind] = ROUTE.exec(request.url ?? '') ?? [];
  if (next) return desk.next(response);
  const body = (await readBody(request)).toString();
  if (init) desk.events.initFailed(body);
  else if (!requestId) return void response.writeHead(404).end();
  else
    desk.events.finished(
      requestId,
      kind === 'error' ? { payload: body, functionError: 'Unhandled' } : { payload: body },
    );
  response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
}
