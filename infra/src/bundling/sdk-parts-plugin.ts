import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

const thrown = (part: string) => `throw new Error('a bundled function has no ${part}: see infra/src/bundling');`;

/** What the SDK loads or carries for other platforms and settings, by its file in `@smithy/core`; and what stands in its place. */
const PARTS: Readonly<Record<string, string>> = {
  // It asks for the global `crypto`, for which Node loads all of WebCrypto: 5 ms of CPU at a cold start.
  'serde/uuid/v4': "import { randomUUID } from 'node:crypto'; export const bindV4 = () => () => randomUUID();",
  // To ask whether something is a `ReadableStream` loads the web's streams: 3 ms. Bodies are Node's own.
  'serde/util-stream/stream-type-check': 'export const isReadableStream = () => false, isBlob = () => false;',
  'retry/middleware-retry/isStreamingPayload/isStreamingPayload':
    "import { Readable } from 'node:stream'; export const isStreamingPayload = ({ body }) => body instanceof Readable;",
  // Node has these hashes.
  'checksum/sha256/Sha256Js': `export class Sha256Js { constructor() { ${thrown('SHA-256 in JavaScript')} } }`,
  'checksum/md5/Md5Js': `export class Md5Js { constructor() { ${thrown('MD5 in JavaScript')} } }`,
  // No function sets AWS_RETRY_MODE.
  'retry/util-retry/AdaptiveRetryStrategy': `export class AdaptiveRetryStrategy { constructor() { ${thrown('adaptive retries')} } }`,
  // That of an EC2 instance: Lambda names the region in the environment.
  'config/config-resolver/regionConfig/getInstanceMetadataRegion':
    'export const getInstanceMetadataRegion = async () => undefined;',
};

/** Leaves out those parts of the SDK, and all but the version of its clients' descriptions. */
export const sdkPartsPlugin: Plugin = {
  name: 'sdk-parts',
  setup(build) {
    const names = Object.keys(PARTS).join('|');
    build.onLoad({ filter: new RegExp(`@smithy/core/dist-es/submodules/(${names})\\.js$`) }, ({ path }) => ({
      contents: PARTS[/submodules\/(.*)\.js$/.exec(path)?.[1] ?? ''] ?? '',
      loader: 'js',
    }));
    build.onLoad({ filter: /@aws-sdk\/client-[^/]+\/package\.json$/ }, async ({ path }) => ({
      contents: JSON.stringify({ version: JSON.parse(await readFile(path, 'utf8')).version }),
      loader: 'json',
    }));
  },
};
