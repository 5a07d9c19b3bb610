import type { IncomingMessage, ServerResponse } from 'node:http';

/** The whole body. Only for servers that this machine's own programs talk to: it sets no limit. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
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
