import type { Metafile } from 'esbuild';

/** Bytes of a bundle by what they came from: a package, or a folder of this repository. */
export type Contents = Map<string, number>;

export function contentsOf(metafile: Metafile): Contents {
  const contents: Contents = new Map();
  for (const { inputs } of Object.values(metafile.outputs)) {
    for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
      if (bytesInOutput > 0) contents.set(originOf(input), (contents.get(originOf(input)) ?? 0) + bytesInOutput);
    }
  }
  return contents;
}

/** `@smithy/core`, `services/trigger`; what a plugin made is `infra/src/bundling`. */
function originOf(input: string): string {
  const ofPackage = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
  if (ofPackage) return ofPackage;
  return /^(services|packages)\/[^/]+/.exec(input)?.[0] ?? 'infra/src/bundling';
}
