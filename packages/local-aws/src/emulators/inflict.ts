import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from './http-message.ts';
import type { NetworkFault, Passing } from './network-fault.ts';
import { type Reply, refusalReply } from './refusal.ts';

/** One request between its sender and the emulator. */
export interface Passage {
  request: Passing;
  response: ServerResponse;
  /** Lets the emulator answer the sender. */
  pass(): void;
  /** Brings the request, or another body in its place, to the emulator, on the gate's own behalf. */
  forward(body?: string): Promise<IncomingMessage>;
}

/** Each side of a gate has connections of its own, and says itself how it frames a body. */
const OF_ONE_CONNECTION = new Set(['connection', 'keep-alive', 'transfer-encoding']);

export const endToEnd = <H extends object>(headers: H): H =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_ONE_CONNECTION.has(name))) as H;

/** Lets a request meet its fault. */
export async function inflict(fault: NetworkFault, passage: Passage): Promise<void> {
  const { response, pass } = passage;
  switch (fault) {
    case 'reset':
      return breakOff(response);
    case 'black-hole':
      return;
    case 'lost-reply':
      await done(passage);
      return breakOff(response);
    case 'withheld-reply':
      await done(passage);
      return;
    case 'truncated-reply':
      return truncate(response, await done(passage));
    case 'duplicate': {
      const first = await done(passage);
      await done(passage);
      return answer(response, first);
    }
    default:
      if (!('replyAfterMs' in fault)) return answer(response, await otherReply(fault, passage));
      holdBack(response, fault.replyAfterMs);
      return pass();
  }
}

async function otherReply(
  fault: Exclude<NetworkFault, string | { replyAfterMs: number }>,
  passage: Passage,
): Promise<Reply> {
  const { request } = passage;
  if ('refuse' in fault) return refusalReply(fault.refuse, request.protocol);
  const { request: asked = (body: string) => body, reply = (given: Reply) => given } = fault.rewrite;
  return reply(await done(passage, asked(request.body)));
}

/** The emulator's whole reply, once it did what the request asks. */
async function done({ forward }: Passage, body?: string): Promise<Reply> {
  const reply = await forward(body);
  const { 'content-length': _length, ...headers } = endToEnd(reply.headers);
  return { status: reply.statusCode ?? 502, headers, body: (await readBody(reply)).toString() };
}

const answer = (response: ServerResponse, { status, headers, body }: Reply): void =>
  void response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);

/** What is said to the sender leaves so much after its end. */
function holdBack(response: ServerResponse, ms: number): void {
  const { writeHead, write, end } = response;
  const held: (() => void)[] = [];
  const hold =
    (method: (...given: never[]) => unknown, says: unknown, then?: () => void) =>
    (...given: never[]) => {
      held.push(() => method.apply(response, given));
      then?.();
      return says;
    };
  const leave = () => {
    Object.assign(response, { writeHead, write, end });
    for (const say of held) say();
  };
  Object.assign(response, {
    writeHead: hold(writeHead as never, response),
    write: hold(write as never, true),
    end: hold(end as never, response, () => setTimeout(leave, ms)),
  });
}

const breakOff = (response: ServerResponse): void => void response.socket?.resetAndDestroy();

function truncate(response: ServerResponse, { status, headers, body }: Reply): void {
  const whole = Buffer.from(body);
  // More is announced than comes, even where there is nothing to halve.
  response.writeHead(status, { ...headers, 'content-length': Math.max(whole.length, 1) });
  response.flushHeaders();
  response.write(whole.subarray(0, whole.length / 2), () => response.socket?.destroy());
}
