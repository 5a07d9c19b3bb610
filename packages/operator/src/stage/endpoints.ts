import { existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { OperatorError } from '../operator-error.ts';
import { parseJson } from '../parse-json.ts';

const url = v.pipe(v.string(), v.url());

/** `.local/endpoints.json`, as far as the command needs it. */
const EndpointsSchema = v.object({
  region: v.string(),
  credentials: v.object({ accessKeyId: v.string(), secretAccessKey: v.string() }),
  urls: v.object({
    cloudwatch: url,
    cognito: url,
    dynamodb: url,
    lambda: url,
    logs: url,
    ses: url,
    sqs: url,
    sts: url,
  }),
  tableName: v.string(),
  userPoolId: v.string(),
});

export type Endpoints = v.InferOutput<typeof EndpointsSchema>;

/** Where the local stack listens. */
export function readEndpoints(file: string): Endpoints {
  if (!existsSync(file)) {
    const says = 'No local stack runs: start one with `npm start`, or name a deployed stage with --stage.';
    throw new OperatorError('usage', says);
  }
  const read = v.safeParse(EndpointsSchema, parseJson(readFileSync(file, 'utf8')));
  if (!read.success) {
    throw new OperatorError('usage', 'The local stack is of another version: end it, and start it with `npm start`.');
  }
  return read.output;
}
