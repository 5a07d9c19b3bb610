import { QUEUES, type QueueName } from '@postconfirm/contract';
import { Option } from 'commander';

export type QueueChoice = QueueName | 'all';

/** One queue, or all of them where nothing is named. */
export const anyQueueOption = () =>
  new Option('--queue <name>', 'whose dead letters').choices([...QUEUES, 'all']).default('all');

export const oneQueueOption = () => new Option('--queue <name>', 'whose dead letters').choices(QUEUES);

export const queuesOf = (choice: QueueChoice): readonly QueueName[] => (choice === 'all' ? QUEUES : [choice]);
