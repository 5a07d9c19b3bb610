import { beforeAll, describe, expect, test } from 'vitest';
import { built } from '../built.builder.ts';
import { SERVICES } from '../services.ts';
import type { Bundle } from './bundle.ts';
import { contentsOf } from './bundle-contents.ts';
import { bytesOnPage } from './bundle-page.ts';

/** A person waits for the trigger's cold start: it is raised for a reason alone. */
const TRIGGER_BYTES = 195_000;

/** Part by which a bundle may differ from what docs/bundles.md says. */
const TOLERANCE = 0.02;

let bundles: Bundle[];
beforeAll(async () => {
  bundles = await built();
});

const bundleOf = (service: string) =>
  bundles.find((bundle) => bundle.service === service) ?? expect.unreachable(`${service} was not built`);

test('the trigger stays small', () => {
  expect(bundleOf('trigger').bytes).toBeLessThanOrEqual(TRIGGER_BYTES);
});

describe.each(SERVICES)('the bundle of %s', (service) => {
  test('weighs what docs/bundles.md says', () => {
    const said = bytesOnPage().get(service) ?? expect.unreachable('the page lacks it: npm run build -- --table');
    const difference = Math.abs(bundleOf(service).bytes - said) / said;
    expect(difference, `${bundleOf(service).bytes} bytes: npm run build -- --table`).toBeLessThanOrEqual(TOLERANCE);
  });

  test('can say nothing that only other functions say', () => {
    const inputs = Object.values(bundleOf(service).metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
    const lines = inputs.flatMap((input) => input.match(/runtime\/src\/(log-catalogue|log-lines\/.*)\.ts$/)?.[1] ?? []);
    const shared = service === 'trigger' ? [] : ['log-lines/message', 'log-lines/target-refused'];
    expect(lines).not.toEqual([]);
    expect(lines.filter((line) => ![`log-lines/${service}`, ...shared].includes(line))).toEqual([]);
  });

  test('has no way to credentials but the environment', () => {
    const elsewhere = /credential-provider|token-providers|nested-clients|client-sso|signin/;
    expect([...contentsOf(bundleOf(service).metafile).keys()].filter((origin) => elsewhere.test(origin))).toEqual([]);
  });

  test('has of pino what it uses', () => {
    const inputs = Object.keys(bundleOf(service).metafile.inputs);
    const unused =
      /sonic-boom|on-exit-leak-free|thread-stream|@pinojs|safe-stable|std-serializers|quick-format|pino\/lib\/(transport|multi|redact)/;
    expect(inputs.filter((input) => /node_modules\/pino\/pino\.js$/.test(input))).toHaveLength(1);
    expect(inputs.filter((input) => unused.test(input) && !input.startsWith('pino-parts:'))).toEqual([]);
  });

  test('has of the SDK what it uses', () => {
    const inputs = Object.values(bundleOf(service).metafile.outputs).flatMap((output) => Object.entries(output.inputs));
    const unused =
      /Sha256Js|Md5Js|AdaptiveRetry|RateLimiter|getInstanceMetadata|stream-type-check|client-[\w-]+\/package\.json/;
    const heavy = inputs.filter(([input, { bytesInOutput }]) => unused.test(input) && bytesInOutput > 200);
    expect(heavy.map(([input]) => input)).toEqual([]);
  });
});
