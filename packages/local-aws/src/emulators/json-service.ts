import { createServer, type IncomingMessage } from 'node:http';
import { ApiError } from './api-error.ts';
import { readBody, serve } from './http-message.ts';
import { type HttpListener, listen } from './listener.ts';

/** Actions by name, each from its input to its output; a refusal is an ApiError. */
export type JsonActions = Readonly<Record<string, (input: never) => object | Promise<object>>>;

/** A service that speaks AWS's JSON protocol, 1.0 or 1.1: the action in a header, input and output as JSON. */
export function startJsonService(what: string, actions: JsonActions): Promise<HttpListener> {
  const server = createServer(
    serve(async (request, response) => {
      const { status, body } = await answer(actions, request);
      const type = request.headers['content-type'] ?? 'application/x-amz-json-1.1';
      response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
    }),
  );
  return listen(server, what);
}

async function answer(actions: JsonActions, request: IncomingMessage): Promise<{ status: number; body: object }> {
  const name = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
  const input = (await readBody(request)).toString();
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  try {
    if (!action) {
      const known = Object.keys(actions).join(', ');
      throw new ApiError('UnknownOperationException', `This emulator answers ${known}, not ${name}.`);
    }
    return { status: 200, body: await action(JSON.parse(input) as never) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { status: error.status, body: { __type: error.name, message: error.message } };
  }
}
