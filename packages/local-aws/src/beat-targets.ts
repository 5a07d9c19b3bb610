import type { Beat } from './beats.ts';
import { publish } from './emulators/topics.ts';
import type { Deployed } from './lambda/api-call.ts';
import { callAsService } from './lambda/call-as-service.ts';
import { parseFunctionName } from './lambda/function-name.ts';
import type { Logs } from './lambda/logs.ts';

interface Targets {
  deployed: Deployed;
  snsUrl: string;
  logs: Logs;
}

/** Takes a rule's event to a topic, or to a function that lets EventBridge call it; a function's answer interests nobody. */
export const deliverTo =
  ({ deployed, snsUrl, logs }: Targets) =>
  async ({ ruleArn, targetArn, payload }: Beat): Promise<void> => {
    if (targetArn.includes(':sns:')) return publish(snsUrl, targetArn, payload);
    const call = callAsService(deployed, 'events.amazonaws.com');
    // Not awaited: a stop ends what runs.
    void call({ functionArn: targetArn, sourceArn: ruleArn, payload }).catch(({ message }: Error) => {
      const service = deployed.functions.get(parseFunctionName(targetArn).name)?.settings.service ?? targetArn;
      logs.append({ service, environment: 0, from: 'platform', text: `A rule's event was dropped: ${message}` });
    });
  };
