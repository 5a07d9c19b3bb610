import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Assembly } from '../synthesize.ts';
import type { Template } from '../template.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../snapshots');

/** A committed template of the example stage. `file` is an absolute path. */
export type Snapshot = { file: string; template: Template };

/** What is committed of a stage: a file per stack, with two of the pool stack, for its two modes. */
export function snapshotsOf({ created, existing }: { created: Assembly; existing: Assembly }): Snapshot[] {
  const { data, service, pool } = created.templates;
  const templates = { data, service, 'pool-created': pool, 'pool-existing': existing.templates.pool };
  return Object.entries(templates).map(([name, template]) => ({
    file: path.join(FOLDER, `${name}.json`),
    template: normalised(template),
  }));
}

/** Without what changes with every line of code: digests of assets, and the ids of versions made of them. */
export const normalised = (template: Template): Template =>
  JSON.parse(
    JSON.stringify(template)
      .replaceAll(/\b[0-9a-f]{64}\b/g, 'DIGEST')
      .replaceAll(/(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}/g, '$1'),
  );

export const written = (template: Template): string => `${JSON.stringify(template, null, 2)}\n`;

/** What was committed; undefined: nothing yet. */
export const committed = ({ file }: Snapshot): Template | undefined =>
  existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
