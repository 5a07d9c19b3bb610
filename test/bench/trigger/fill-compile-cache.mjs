// Runs one invocation of the bundle that it is given and ends in an orderly way, so that Node writes its compile cache:
// a function's process is killed before it could. Loads the bundle as AWS's runtime client does.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [file] = process.argv.slice(2);
const isModule = path.extname(file) === '.mjs';
const { handler } = isModule ? await import(pathToFileURL(file).href) : createRequire(import.meta.url)(file);
const event = JSON.parse(readFileSync(new URL('../../events/31-mobile-app.json', import.meta.url), 'utf8'));
await handler(event, { awsRequestId: 'bench', getRemainingTimeInMillis: () => 10_000 });
process.exit(0);
