import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** The whole body. Only for servers that this machine's own programs talk to: it sets no limit. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The whole body of a request that announces its length; who reads the request after this finds it there again. */
export async function peekBody(request: IncomingMessage): Promise<Buffer> {
  const length = Number(request.headers['content-length'] ?? 0);
  const chunks: Buffer[] = [];
  for (let read = 0; read < length; ) {
    const chunk = request.read() as Buffer | null;
    if (chunk === null) await once(request, 'readable');
    else {
      chunks.push(chunk);
      read += chunk.length;
    }
  }
  const body = Buffer.concat(chunks);
  // Before its end is told, which it is as soon as nothing is left to read.
  if (length > 0) request.unshift(body);
  return body;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<unknown> | unknown;

/** A request listener that survives a caller who hung up in the middle of a request. */
export const serve = (handle: Handler) => async (request: IncomingMessage, response: ServerResponse) => {
  try {
    await handle(request, response);
  } catch {
    response.destroy();
  }
};
