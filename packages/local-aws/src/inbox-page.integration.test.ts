import { request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Codes } from './cognito/codes.ts';
import type { Listener } from './emulators/listener.ts';
import { startInboxPage } from './inbox-page.ts';
import { Inbox } from './ses/inbox.ts';

let page: Listener;
let codes: Codes;

beforeEach(async () => {
  const inbox = new Inbox();
  inbox.add({
    messageId: 'm-1',
    at: 0,
    from: 'welcome@example.com',
    to: ['<b>one</b>@example.com'],
    replyTo: [],
    subject: '<script>alert(1)</script>',
    text: '<img src=x onerror=alert(1)>',
    html: '<p>hello</p><script>alert(1)</script>',
    tags: {},
  });
  codes = new Codes();
  page = await startInboxPage({ inbox, codes });
});
afterEach(() => page.close());

/** Not fetch: it would not send a foreign Host. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status?: number; policy?: string; body: string }>((resolve, reject) => {
    const sent = request(`${page.url}${path}`, { headers, method, agent: false }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      const policy = String(response.headers['content-security-policy']);
      resolve({ status: response.statusCode ?? 0, policy, body: Buffer.concat(chunks).toString() });
    });
    sent.on('error', reject);
    sent.end();
  });
}

test.each(['/', '/emails/m-1'])('shows what strangers wrote as text on %s', async (path) => {
  const { status, policy, body } = await get(path);
  expect(status).toBe(200);
  expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(body).not.toMatch(/<script|<img|<b>/);
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('script-src');
});

test('shows the latest code of each user as text, and gives all as JSON', async () => {
  codes.add(['<img src=x>', 'one@example.com'], '111111');
  codes.add(['one@example.com'], '222222');
  const { body } = await get('/');
  expect(body).toContain('<td>&lt;img src=x&gt;</td><td><code>111111</code>');
  expect(body).toContain('<td>one@example.com</td><td><code>222222</code>');
  expect(body).not.toContain('<img');
  expect(JSON.parse((await get('/codes')).body)).toEqual({ '<img src=x>': '111111', 'one@example.com': '222222' });
});

test.each(['/', '/codes'])('keeps %s from a page elsewhere', async (path) => {
  codes.add(['one@example.com'], '111111');
  expect(await get(path, { host: 'evil.example' })).toMatchObject({ status: 403, body: 'Forbidden' });
});

test('shows the HTML of an email in a sandbox only', async () => {
  expect((await get('/emails/m-1')).body).toContain('<iframe sandbox src="/html/m-1"');
  const { policy, body } = await get('/html/m-1');
  expect(policy).toMatch(/^sandbox; default-src 'none'/);
  expect(body).toContain('<p>hello</p>');
});

test.each([
  ['a foreign host', { host: 'evil.example' }],
  ['a foreign port', { host: '127.0.0.1:1' }],
  ['a foreign origin', { origin: 'http://evil.example' }],
  ['an opaque origin', { origin: 'null' }],
  ['a page elsewhere that embeds it', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
])('refuses %s', async (_what, headers) => {
  expect(await get('/', headers)).toMatchObject({ status: 403, body: 'Forbidden' });
});

test('knows no other path and no other method', async () => {
  const answers = await Promise.all([get('/other'), get('/emails/m-2'), get('/', {}, 'POST')]);
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 405]);
});

test('names the port when it is taken', async () => {
  await expect(startInboxPage({ inbox: new Inbox(), codes }, page.port)).rejects.toThrow(
    `Port ${page.port} on 127.0.0.1, wanted for the inbox page, is taken`,
  );
});
