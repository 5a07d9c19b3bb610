import type { OutgoingHttpHeaders } from 'node:http';
import { errorDocument } from '../ses/xml.ts';

/** A refusal as an AWS service words it: `ThrottlingException`, `MessageRejected` and their like. */
export interface Refusal {
  code: string;
  message: string;
  /** HTTP status; 400 when left out. */
  status?: number;
}

/** What a service answers. */
export interface Reply {
  status: number;
  headers: OutgoingHttpHeaders;
  body: string;
}

/** How a service speaks: SES v1 takes forms and answers in XML, the others take and give JSON. */
export type Protocol = 'form' | 'json';

export function refusalReply({ code, message, status = 400 }: Refusal, protocol: Protocol): Reply {
  if (protocol === 'json') {
    const headers = { 'content-type': 'application/x-amz-json-1.0' };
    return { status, headers, body: JSON.stringify({ __type: code, message }) };
  }
  const body = errorDocument({ Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message });
  return { status, headers: { 'content-type': 'text/xml' }, body };
}
