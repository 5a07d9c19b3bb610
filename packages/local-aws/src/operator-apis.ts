import { type Gate, openGate } from './emulators/gate.ts';
import type { HttpListener } from './emulators/listener.ts';
import type { Gated } from './emulators.ts';
import type { Deployed } from './lambda/api-call.ts';
import { startLambdaApi } from './lambda/lambda-api.ts';
import type { Logs } from './lambda/logs.ts';
import type { Inventory } from './template/inventory.ts';
import { type LogGroup, startLogsApi } from './watching/logs-api.ts';
import { startMetricsApi } from './watching/metrics-api.ts';

interface Watched {
  deployed: Deployed;
  logs: Logs;
  sqsUrl: string;
}

type OnStop = (cleanup: () => Promise<void>) => void;

/** What runs and what it counts, by the APIs that an operator asks: Lambda and CloudWatch. A gate stands in front of each. */
export async function startOperatorApis({ deployed, logs, sqsUrl }: Watched, onStop: OnStop) {
  return {
    lambda: await keep('lambda', startLambdaApi(deployed), onStop),
    cloudwatch: await keep('cloudwatch', startMetricsApi({ logs, sqsUrl }), onStop),
  };
}

/** CloudWatch Logs, which functions ask too: before any of them runs. Its gate. */
export const startLogGroups = (inventory: Inventory, logs: Logs, onStop: OnStop): Promise<Gate> =>
  keep('logs', startLogsApi(logs, logGroups(inventory)), onStop);

async function keep(what: Gated, start: Promise<HttpListener>, onStop: OnStop): Promise<Gate> {
  const { server, close } = await start;
  onStop(close);
  const gate = await openGate(what, server);
  onStop(gate.close);
  return gate;
}

const logGroups = ({ functions, retentions }: Inventory): LogGroup[] =>
  functions.map(({ functionName, service }) => {
    const name = `/aws/lambda/${functionName}`;
    const retentionDays = retentions.find(({ logGroupName }) => logGroupName === name)?.days;
    return { name, service, ...(retentionDays !== undefined && { retentionDays }) };
  });
