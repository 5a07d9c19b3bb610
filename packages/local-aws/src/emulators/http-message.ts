import type { IncomingMessage } from 'node:http';

/** The whole body. Only for servers that this machine's own programs talk to: it sets no limit. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
