// Writes the JSON Schema and docs/contract.md from the schemas; with --check it compares instead and exits 1 on drift.
import path from 'node:path';
import { generated } from '@postconfirm/toolchain';
import { contractPage } from './contract-page.ts';
import { messageJsonSchema } from './json-schema.ts';

const here = path.resolve(import.meta.dirname, '..');

generated([
  { file: path.join(here, 'schema/message.v1.json'), content: `${JSON.stringify(messageJsonSchema(), null, 2)}\n` },
  { file: path.join(here, '../../docs/contract.md'), content: contractPage() },
]);
