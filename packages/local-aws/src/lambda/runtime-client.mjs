// The part of a function's process that AWS's runtime client is in the cloud: it imports the bundle, asks the Runtime API
// for invocations and hands back what the handler returned. Plain JavaScript, for it is part of every cold start.
import http from 'node:http';
import { pathToFileURL } from 'node:url';

const { AWS_LAMBDA_RUNTIME_API: api, LAMBDA_TASK_ROOT: root, _HANDLER: entry } = process.env;
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

/** One exchange with the Runtime API. A Runtime API that is gone means that the machine is: the process ends quietly. */
function exchange(method, path, { body, headers = {} } = {}) {
  return new Promise((resolve) => {
    const gone = () => process.exit(0);
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const options = { agent, method, headers: { ...headers, ...length } };
    const request = http.request(`http://${api}/2018-06-01/runtime/${path}`, options, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() }));
      response.on('error', gone);
    });
    request.on('error', gone);
    request.end(body);
  });
}

function describe(error) {
  const known = error instanceof Error;
  return JSON.stringify({
    errorType: known ? error.name : 'UnknownError',
    errorMessage: known ? error.message : String(error),
    trace: known ? String(error.stack).split('\n') : [],
  });
}

const report = (path, error) =>
  exchange('POST', path, { body: describe(error), headers: { 'lambda-runtime-function-error-type': 'Unhandled' } });

async function loadHandler() {
  const [file, name] = entry.split('.');
  const bundle = await import(pathToFileURL(`${root}/${file}.mjs`));
  const handler = bundle[name];
  if (typeof handler !== 'function') throw new Error(`The bundle ${file}.mjs exports no function ${name}.`);
  if (handler.length > 2)
    throw new Error(`The handler takes ${handler.length} parameters: callbacks are gone, use two.`);
  return handler;
}

function contextOf(headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return {
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

let running = 'init/error';
const crash = (error) => void report(running, error).then(() => process.exit(1));
process.on('uncaughtException', crash);
process.on('unhandledRejection', crash);

const handler = await loadHandler().catch((error) => report('init/error', error).then(() => process.exit(1)));
for (;;) {
  const { headers, body } = await exchange('GET', 'invocation/next');
  const invocation = `invocation/${headers['lambda-runtime-aws-request-id']}`;
  running = `${invocation}/error`;
  process.env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'];
  let answer;
  try {
    answer = JSON.stringify(await handler(JSON.parse(body), contextOf(headers))) ?? 'null';
  } catch (error) {
    await report(running, error);
    continue;
  }
  await exchange('POST', `${invocation}/response`, { body: answer });
}
