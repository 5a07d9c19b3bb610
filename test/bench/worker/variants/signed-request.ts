import { createHash, createHmac } from 'node:crypto';
import { Agent, request } from 'node:https';

const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION } = process.env as Record<
  string,
  string
>;
const agent = new Agent({ keepAlive: true });

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

const signingKeys = new Map<string, Buffer>();

function signingKey(day: string, service: string): Buffer {
  const scope = `${day}/${service}`;
  const known = signingKeys.get(scope);
  if (known) return known;
  const key = [`${AWS_REGION}`, service, 'aws4_request'].reduce<Buffer>(
    hmac,
    hmac(`AWS4${AWS_SECRET_ACCESS_KEY}`, day),
  );
  signingKeys.set(scope, key);
  return key;
}

/** POSTs to the root of a service with a signature of version 4; the body of a 200, else an error with the body. */
export function post(url: URL, service: string, { body, headers }: { body: string; headers: Record<string, string> }) {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const day = time.slice(0, 8);
  const signed: Record<string, string> = {
    ...headers,
    host: url.host,
    'x-amz-date': time,
    'x-amz-security-token': `${AWS_SESSION_TOKEN}`,
  };
  const names = Object.keys(signed).sort();
  const canonical = [
    'POST',
    '/',
    '',
    ...names.map((name) => `${name}:${signed[name]}`),
    '',
    names.join(';'),
    sha256(body),
  ];
  const scope = `${day}/${AWS_REGION}/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical.join('\n'))].join('\n');
  const signature = hmac(signingKey(day, service), toSign).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${AWS_ACCESS_KEY_ID}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return exchange(url, body, { ...signed, authorization, 'content-length': String(Buffer.byteLength(body)) });
}

function exchange(url: URL, body: string, headers: Record<string, string>): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const call = request(url, { method: 'POST', agent, headers }, (response) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (chunk) => {
      text += chunk;
    });
    response.on('end', () => (response.statusCode === 200 ? resolve(text) : reject(new Error(text))));
  });
  call.on('error', reject);
  call.end(body);
  return promise;
}
