import { GetFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { physicalName, WORKERS } from '@postconfirm/contract';
import { readWelcomeSettings } from '@postconfirm/welcome';
import { commandLine } from '../stage/command-line.ts';
import { deployedFunction } from '../stage/deployed-function.ts';
import { mappingOf } from '../stage/mappings.ts';
import { broken, type Check, ok, warning } from './finding.ts';

const SERVICES = ['trigger', ...WORKERS.map(({ name }) => name), 'reconciler'];

export const checkFunctions: Check[] = SERVICES.map((service) => ({
  name: `function ${service}`,
  look: async (stage) => {
    const { state } = await deployedFunction(stage, service);
    if (state === 'Active') return ok('is active');
    return broken(`is ${state}`, 'Deploy the stage again; Lambda says why in the console.');
  },
}));

export const checkMappings: Check[] = WORKERS.map(({ queue, name: worker }) => ({
  name: `mapping ${worker}`,
  look: async (stage) => {
    const mapping = await mappingOf(stage, queue);
    if (mapping === undefined)
      return broken('does not exist', 'Deploy the stage: nothing takes messages off the queue.');
    if (mapping.State === 'Enabled') return ok('is enabled');
    return warning(
      `is ${mapping.State?.toLowerCase()}: messages wait and grow old`,
      commandLine(stage, `resume ${worker}`),
    );
  },
}));

export const checkSettings: Check = {
  name: 'email settings',
  look: async (stage) => {
    const { variables } = await deployedFunction(stage, 'email-worker');
    const { sendPolicy } = readWelcomeSettings(variables);
    return ok(`are complete, policy ${sendPolicy}`);
  },
};

export const checkConcurrency: Check = {
  name: 'trigger concurrency',
  look: async ({ clients, name }) => {
    const command = new GetFunctionConcurrencyCommand({ FunctionName: physicalName(name, 'trigger') });
    const { ReservedConcurrentExecutions } = await clients.lambda.send(command);
    if (ReservedConcurrentExecutions !== undefined)
      return ok(`${ReservedConcurrentExecutions} executions are reserved`);
    return warning(
      'nothing is reserved: workers can take all executions, and a throttled trigger leaves no trace',
      'Set trigger.reservedConcurrency in the stage’s config, once the account’s limit allows it.',
    );
  },
};
