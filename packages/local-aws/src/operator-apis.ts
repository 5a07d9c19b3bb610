import type { Listener } from './emulators/listener.ts';
import type { Deployed } from './lambda/api-call.ts';
import { startLambdaApi } from './lambda/lambda-api.ts';
import type { Logs } from './lambda/logs.ts';
import type { Inventory } from './template/inventory.ts';
import { type LogGroup, startLogsApi } from './watching/logs-api.ts';
import { startMetricsApi } from './watching/metrics-api.ts';

interface Watched {
  inventory: Inventory;
  deployed: Deployed;
  logs: Logs;
  sqsUrl: string;
}

type OnStop = (cleanup: () => Promise<void>) => void;

/** What runs and what it says, by the APIs that an operator asks: Lambda, CloudWatch Logs and CloudWatch. Their URLs. */
export async function startOperatorApis({ inventory, deployed, logs, sqsUrl }: Watched, onStop: OnStop) {
  const keep = async (start: Promise<Listener>) => {
    const { url, close } = await start;
    onStop(close);
    return url;
  };
  return {
    lambda: await keep(startLambdaApi(deployed)),
    logs: await keep(startLogsApi(logs, logGroups(inventory))),
    cloudwatch: await keep(startMetricsApi({ logs, sqsUrl })),
  };
}

const logGroups = ({ functions, retentions }: Inventory): LogGroup[] =>
  functions.map(({ functionName, service }) => {
    const name = `/aws/lambda/${functionName}`;
    const retentionDays = retentions.find(({ logGroupName }) => logGroupName === name)?.days;
    return { name, service, ...(retentionDays !== undefined && { retentionDays }) };
  });
