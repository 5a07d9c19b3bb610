import { type Bundle, bundleServices } from './bundling/bundle.ts';

let bundles: Promise<Bundle[]> | undefined;

/** For tests: the artefacts of all services, built once for all files of a process. */
export function built(): Promise<Bundle[]> {
  bundles ??= bundleServices();
  return bundles;
}
