import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ExternalSystem, externalData, startExternalSystem } from './external-system.ts';

const SUB = '7f6c1a52-0000-4000-8000-000000000001';
let system: ExternalSystem;

beforeEach(async () => {
  system = await startExternalSystem({ crm: 'right', loyalty: 'right' });
});
afterEach(() => system.close());

const get = (path: string, token = 'right') =>
  fetch(`${system.origin}${path}`, { redirect: 'manual', headers: { authorization: `Bearer ${token}` } });

describe('external system', () => {
  it('answers the same data for the same sub, other data for another', async () => {
    const first = await (await get(`/crm/people/${SUB}`)).json();
    expect(first).toEqual(externalData('crm', SUB));
    expect(await (await get(`/crm/people/${SUB}`)).json()).toEqual(first);
    expect(await (await get('/loyalty/members/other')).json()).toEqual(externalData('loyalty', 'other'));
  });

  it('refuses a request without the bearer token and records it', async () => {
    expect((await get(`/crm/people/${SUB}`, 'wrong')).status).toBe(401);
    await expect.poll(() => system.requests).toEqual([{ source: 'crm', sub: SUB, authorized: false, status: 401 }]);
  });

  it('throttles as often as told, then heals', async () => {
    system.behave('crm', { fault: { kind: 'status', status: 429, retryAfter: '7', times: 1 } });
    const throttled = await get(`/crm/people/${SUB}`);
    expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '7']);
    expect((await get(`/crm/people/${SUB}`)).status).toBe(200);
  });

  it('leaves the other source healthy', async () => {
    system.behave('crm', { fault: { kind: 'status', status: 500 } });
    expect((await get(`/loyalty/members/${SUB}`)).status).toBe(200);
  });

  it('redirects, speaks of another user and changes the content type when told', async () => {
    system.behave('crm', { fault: { kind: 'redirect', location: 'http://10.0.0.1/' } });
    expect((await get(`/crm/people/${SUB}`)).headers.get('location')).toBe('http://10.0.0.1/');
    system.behave('crm', { fault: { kind: 'other-user', sub: 'someone' } });
    expect(await (await get(`/crm/people/${SUB}`)).json()).toMatchObject({ sub: 'someone' });
    system.behave('crm', { fault: { kind: 'content-type', contentType: 'text/html' } });
    expect((await get(`/crm/people/${SUB}`)).headers.get('content-type')).toBe('text/html');
  });

  it('streams a huge body without announcing its length', async () => {
    system.behave('crm', { fault: { kind: 'huge-body', bytes: 1_000_000 } });
    const response = await get(`/crm/people/${SUB}`);
    expect(response.headers.get('content-length')).toBeNull();
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThanOrEqual(1_000_000);
  });

  it('resets the connection when told', async () => {
    system.behave('crm', { fault: { kind: 'reset' } });
    await expect(get(`/crm/people/${SUB}`)).rejects.toThrow('fetch failed');
  });

  it('closes while a request is still waiting', async () => {
    system.behave('crm', { fault: { kind: 'slow-drip', everyMilliseconds: 60_000 } });
    const waiting = get(`/crm/people/${SUB}`).then((response) => response.text());
    const failed = expect(waiting).rejects.toThrow();
    await expect.poll(() => system.close().then(() => 'closed')).toBe('closed');
    await failed;
  });
});
