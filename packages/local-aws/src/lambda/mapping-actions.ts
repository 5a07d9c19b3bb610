import { ApiError } from '../emulators/api-error.ts';
import type { EventSourceMapping } from '../mapping/event-source-mapping.ts';
import { type Action, type Call, type Deployed, jsonOf } from './api-call.ts';
import { functionArn, parseFunctionName } from './function-name.ts';

/** By queue and by function. A mapping belongs to an alias, or to the function itself: a name finds only its own. */
export const listEventSourceMappings: Action = ({ mappings }, { query }) => {
  const [source, given] = [query.get('EventSourceArn'), query.get('FunctionName')];
  const { name, alias } = parseFunctionName(given ?? '');
  const found = mappings
    .all()
    .filter(({ settings }) => source === null || settings.queueArn === source)
    .filter(({ settings }) => given === null || settings.functionArn === functionArn(name, alias));
  return { status: 200, body: { EventSourceMappings: found.map((mapping) => described(mapping)) } };
};

export const getEventSourceMapping: Action = (deployed, call) => ({
  status: 200,
  body: described(named(deployed, call)),
});

/** Pauses and resumes. As on AWS the answer comes before the effect: batches under way are finished in `Disabling`. */
export const updateEventSourceMapping: Action = (deployed, call) => {
  const { Enabled, FunctionName: _, ...others } = jsonOf(call.body);
  const mapping = named(deployed, call);
  if (Object.keys(others).length > 0) {
    throw new ApiError(
      'InvalidParameterValueException',
      `Only Enabled can be changed here, not ${Object.keys(others)}.`,
    );
  }
  if (mapping.state === 'Disabling') {
    const message = `Cannot update the event source mapping because it is in use: ${mapping.settings.uuid} is Disabling.`;
    throw new ApiError('ResourceInUseException', message);
  }
  if (Enabled === undefined || Enabled === mapping.enabled) return { status: 202, body: described(mapping) };
  if (Enabled) mapping.resume();
  else void mapping.pause();
  return { status: 202, body: described(mapping, Enabled ? 'Enabling' : 'Disabling') };
};

function named({ mappings }: Deployed, { path: [uuid = ''] }: Call): EventSourceMapping {
  const mapping = mappings.find(uuid);
  if (!mapping) throw new ApiError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
  return mapping;
}

function described({ settings, state: now, changedAt }: EventSourceMapping, state: string = now) {
  const { maximumConcurrency, pollers } = settings;
  return {
    UUID: settings.uuid,
    EventSourceArn: settings.queueArn,
    FunctionArn: settings.functionArn,
    BatchSize: settings.batchSize,
    MaximumBatchingWindowInSeconds: settings.windowSeconds,
    ScalingConfig: maximumConcurrency === undefined ? undefined : { MaximumConcurrency: maximumConcurrency },
    ProvisionedPollerConfig: pollers && { MinimumPollers: pollers.minimum, MaximumPollers: pollers.maximum },
    FunctionResponseTypes: settings.reportsItems ? ['ReportBatchItemFailures'] : [],
    LastModified: changedAt / 1000,
    State: state,
    StateTransitionReason: 'USER_INITIATED',
  };
}
