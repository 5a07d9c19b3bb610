import { createHash, createHmac } from 'node:crypto';
import { Agent, request } from 'node:https';

/**
 * The floor: one SendMessage, signed by hand, with nothing around it. No retries, no limits of time, no log: not what
 * anybody should run.
 */
const {
  AWS_ACCESS_KEY_ID: id = '',
  AWS_SECRET_ACCESS_KEY: secret = '',
  AWS_SESSION_TOKEN: token = '',
  AWS_REGION: region = '',
  CONFIRMATIONS_QUEUE_URL: queueUrl = '',
} = process.env;
const { hostname, port } = new URL(queueUrl);
const agent = new Agent({ keepAlive: true });

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

let signing: { day: string; key: Buffer } | undefined;

/** Of a day, as the SDK keeps it too. */
function signingKey(day: string): Buffer {
  if (signing?.day !== day) {
    const key = [region, 'sqs', 'aws4_request'].reduce<Buffer>(hmac, hmac(`AWS4${secret}`, day));
    signing = { day, key };
  }
  return signing.key;
}

/** AWS Signature Version 4 of a POST to `/`. */
function signed(body: string): Record<string, string> {
  const time = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = time.slice(0, 8);
  const headers: Record<string, string> = {
    'content-type': 'application/x-amz-json-1.0',
    host: `${hostname}:${port}`,
    'x-amz-date': time,
    'x-amz-security-token': token,
    'x-amz-target': 'AmazonSQS.SendMessage',
  };
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('');
  const canonical = ['POST', '/', '', lines, names.join(';'), sha256(body)].join('\n');
  const scope = `${day}/${region}/sqs/aws4_request`;
  const signature = hmac(signingKey(day), ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n')).toString(
    'hex',
  );
  const authorization = `AWS4-HMAC-SHA256 Credential=${id}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { ...headers, authorization };
}

const send = (body: string) =>
  new Promise<void>((resolve, reject) => {
    const headers = { ...signed(body), 'content-length': Buffer.byteLength(body) };
    request({ agent, hostname, port, method: 'POST', path: '/', headers }, (response) => {
      response.resume().on('end', () => (response.statusCode === 200 ? resolve() : reject(new Error('refused'))));
    })
      .on('error', reject)
      .end(body);
  });

export const handler = async (event: unknown) => {
  await send(JSON.stringify({ QueueUrl: queueUrl, MessageBody: JSON.stringify(event) }));
  return event;
};
