import { describe, expect, it } from 'vitest';
import { createAddressGuard, type Resolve } from './address-guard.ts';

const PUBLIC = { address: '93.184.215.14', family: 4 };
const resolvesTo =
  (...addresses: { address: string; family: number }[]): Resolve =>
  (_hostname, _options, callback) =>
    callback(null, addresses);

const lookUp = (guard: ReturnType<typeof createAddressGuard>, all = true) =>
  new Promise((resolve) => {
    guard.lookup('crm.example.com', { all }, (error, address) => resolve(error?.name ?? address));
  });

describe('address guard', () => {
  it.each([
    ['127.0.0.1'],
    ['10.1.2.3'],
    ['172.31.255.255'],
    ['192.168.0.1'],
    ['169.254.169.254'],
    ['100.64.0.1'],
    ['0.0.0.0'],
    ['[::1]'],
    ['[::]'],
    ['[fd00:ec2::254]'],
    ['[fe80::1]'],
    ['[::ffff:169.254.169.254]'],
    ['[::ffff:7f00:1]'],
    ['[64:ff9b::a00:1]'],
    ['[2002:7f00:1::]'],
  ])('forbids %s', (hostname) => {
    expect(createAddressGuard([], { publicToo: true }).forbidsLiteral(hostname)).toBe(true);
  });

  it.each([['93.184.215.14'], ['[2606:4700::6810:1]'], ['crm.example.com']])('does not forbid %s', (hostname) => {
    expect(createAddressGuard([], { publicToo: true }).forbidsLiteral(hostname)).toBe(false);
  });

  it('allows a listed network and nothing beside it', () => {
    const guard = createAddressGuard(['10.1.0.0/16'], { publicToo: false });
    const forbidden = ['10.1.2.3', '10.2.0.1', '93.184.215.14'].map(guard.forbidsLiteral);
    expect(forbidden).toEqual([false, true, true]);
  });

  it('refuses a name of which one address is private', async () => {
    const resolve = resolvesTo(PUBLIC, { address: '10.0.0.1', family: 4 });
    expect(await lookUp(createAddressGuard([], { publicToo: true, resolve }))).toBe('ForbiddenAddressError');
  });

  it('hands public addresses on in the form that was asked for', async () => {
    const guard = createAddressGuard([], { publicToo: true, resolve: resolvesTo(PUBLIC) });
    expect([await lookUp(guard, true), await lookUp(guard, false)]).toEqual([[PUBLIC], PUBLIC.address]);
  });

  it('refuses a list that holds no network', () => {
    expect(() => createAddressGuard(['10.0.0.0/33'], { publicToo: true })).toThrow('CIDR');
  });
});
