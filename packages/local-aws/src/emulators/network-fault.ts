import type { IncomingHttpHeaders } from 'node:http';
import type { Protocol, Refusal, Reply } from './refusal.ts';

/** A request that goes through a gate. */
export interface Passing {
  /** As the service names it, such as `SendMessage`; of a service without such names the method, such as `GET`. */
  operation: string;
  path: string;
  /** Who signed it: a function by its service's name, `local` for whoever uses the account's credentials, else empty. */
  accessKeyId: string;
  body: string;
  protocol: Protocol;
}

/**
 * What goes wrong with one request.
 * - `reset`: not done, the connection breaks. `black-hole`: not done, no answer comes.
 * - `lost-reply`: done, the connection breaks before the answer. `withheld-reply`: done, no answer comes.
 * - `truncated-reply`: done, the connection breaks after half of the answer's body.
 * - `duplicate`: done twice, one after the other; the first is answered.
 * - `refuse`: not done, a no in the words of the service.
 * - `replyAfterMs`: done, answered so much later.
 * - `rewrite`: another request is done, or another answer comes, than was meant.
 */
export type NetworkFault =
  | 'reset'
  | 'black-hole'
  | 'lost-reply'
  | 'withheld-reply'
  | 'truncated-reply'
  | 'duplicate'
  | { refuse: Refusal }
  | { replyAfterMs: number }
  | { rewrite: { request?(body: string): string; reply?(reply: Reply): Reply } };

/** Which requests meet a fault. */
export interface Aim {
  operation: string;
  /** Of these only those for which it holds. */
  when?(request: Passing): boolean;
  /** The next so many; all of them when left out. */
  times?: number;
}

/** A fault that waits for its requests. */
export interface Injected {
  /** How many met it so far. */
  hits(): number;
  clear(): void;
}

/** The faults that wait at one gate. A request meets the first that is meant for it. */
export class NetworkFaults {
  #waiting: { fault: NetworkFault; aim: Aim; hits: number }[] = [];

  inject(fault: NetworkFault, aim: Aim): Injected {
    const one = { fault, aim, hits: 0 };
    this.#waiting.push(one);
    return {
      hits: () => one.hits,
      clear: () => {
        this.#waiting = this.#waiting.filter((other) => other !== one);
      },
    };
  }

  /** The fault that this request meets. */
  take(request: Passing): NetworkFault | undefined {
    const one = this.#waiting.find(
      ({ aim: { operation, when, times = Number.POSITIVE_INFINITY }, hits }) =>
        operation === request.operation && hits < times && (when?.(request) ?? true),
    );
    if (one) one.hits += 1;
    return one?.fault;
  }
}

type Asked = { method?: string | undefined; url?: string | undefined; headers: IncomingHttpHeaders };

/** What a request asks for, by AWS's JSON protocol, its form protocol, or plain HTTP. */
export function passingOf({ method = '', url = '', headers }: Asked, body: string): Passing {
  const target = headers['x-amz-target'];
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  const named = isForm ? new URLSearchParams(body).get('Action') : String(target ?? '').split('.')[1];
  const accessKeyId = /\bCredential=([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '';
  return { operation: named || method, path: url, accessKeyId, body, protocol: isForm ? 'form' : 'json' };
}
