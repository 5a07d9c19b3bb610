import type { LastingFault } from './faults.ts';
import type { Rates } from './random-fate.ts';

/** A kind of town: what goes wrong there, and how often. */
export type Profile = {
  name: string;
  says: string;
  rates: Rates;
  /** Chance that a town has this lasting fault. */
  lasting: Readonly<Partial<Record<LastingFault, number>>>;
  /** Whether events are read one at a time, so that a backlog takes minutes. */
  readsSlowly?: boolean;
  /** Whether an outage of the events lets a few through, every now and then. */
  flickers?: boolean;
  /** How long a process stands still: one of these, in milliseconds. */
  freezesMs?: readonly number[];
};

const WAY = {
  duplicate: 0.03,
  'delete-lost': 0.02,
  'event-lost': 0.01,
  'event-late': 0.02,
  'event-twice': 0.05,
  'no-answer': 0.02,
} as const;

const NO_WAY = {
  duplicate: 0,
  'delete-lost': 0,
  'event-lost': 0,
  'event-late': 0,
  'event-twice': 0,
  'no-answer': 0,
} as const;

const eventsLost = (share: number): Rates => ({
  call: 0,
  calls: { 'ses.send': 0.2 },
  only: ['lost-reply', 'late-effect', 'crash-after'],
  way: { ...NO_WAY, 'event-lost': share },
});

/** The profiles of `npm run faults -- --profile NAME`. */
export const PROFILES = [
  {
    name: 'mixed',
    says: 'every fault, singly and together',
    rates: { call: 0.045, calls: { 'ses.send': 0.15 }, way: WAY },
    lasting: {
      'events-down-2h': 0.05,
      'events-down-6h': 0.03,
      'events-slow': 0.03,
      'ses-paused-5d': 0.004,
      'clock-skew': 0.3,
      'low-traffic': 0.1,
    },
  },
  { name: 'calm', says: 'nothing goes wrong', rates: { call: 0, way: NO_WAY }, lasting: {} },
  {
    name: 'events-lost-1',
    says: 'every fifth send ends in doubt, one event in 100 is lost',
    rates: eventsLost(0.01),
    lasting: {},
  },
  {
    name: 'events-lost-10',
    says: 'every fifth send ends in doubt, one event in 10 is lost',
    rates: eventsLost(0.1),
    lasting: {},
  },
  {
    name: 'events-down',
    says: 'every fifth send ends in doubt, and events are not read for 2 or 6 hours',
    rates: eventsLost(0),
    lasting: { 'events-down-2h': 0.5, 'events-down-6h': 0.5 },
  },
  {
    name: 'events-slow',
    says: 'every fifth send ends in doubt, and every event takes 6 to 14 minutes',
    rates: eventsLost(0),
    lasting: { 'events-slow': 1 },
  },
  {
    name: 'frozen',
    says: 'processes stand still for up to ten minutes while they send and record',
    rates: {
      call: 0,
      calls: { 'ses.send': 0.2, 'dynamodb.write': 0.05 },
      only: ['freeze', 'freeze-before'],
      way: NO_WAY,
    },
    lasting: { 'clock-skew': 1 },
  },
  {
    name: 'deaf',
    says: 'two of three sends end in doubt, and two of three events are lost',
    rates: {
      call: 0,
      calls: { 'ses.send': 0.66 },
      only: ['lost-reply', 'late-effect'],
      way: { ...NO_WAY, 'event-lost': 0.66, duplicate: 0.1 },
    },
    lasting: {},
  },
  {
    name: 'replies-lost',
    says: 'the answers to one write of the table in five are lost',
    rates: { call: 0, calls: { 'dynamodb.write': 0.2 }, only: ['lost-reply'], way: NO_WAY },
    lasting: {},
  },
  {
    name: 'late-copies',
    says: 'one write of the table in three arrives a second time, late; SES throttles every other send',
    rates: {
      call: 0,
      calls: { 'dynamodb.write': 0.33, 'ses.send': 0.5 },
      only: ['late-copy', 'throttle'],
      way: { ...NO_WAY, duplicate: 0.1 },
    },
    lasting: {},
  },
  {
    name: 'backlog',
    says: 'half of all sends end in doubt, and events pile up for hours before they are read one by one',
    rates: { call: 0, calls: { 'ses.send': 0.5 }, only: ['lost-reply'], way: NO_WAY },
    lasting: { 'events-down-2h': 1 },
    readsSlowly: true,
  },
  {
    name: 'events-flicker',
    says: 'half of all sends end in doubt, and in an outage of 2 hours a few events are read every half hour',
    rates: { call: 0, calls: { 'ses.send': 0.5 }, only: ['lost-reply'], way: NO_WAY },
    lasting: { 'events-down-2h': 1 },
    readsSlowly: true,
    flickers: true,
  },
  {
    name: 'frozen-after-claim',
    says: 'processes stand still for half an hour between claim and send',
    rates: { call: 0.2, only: ['freeze'], at: ['claim'], way: NO_WAY },
    lasting: {},
    freezesMs: [1_800_000],
  },
  {
    name: 'address-gone',
    says: 'Cognito asks twice or three times, and users lose their address meanwhile; sends end in doubt',
    rates: {
      call: 0,
      calls: { 'ses.send': 0.6 },
      only: ['lost-reply', 'crash-after'],
      way: { ...NO_WAY, 'no-answer': 0.6, 'event-late': 0.5 },
    },
    lasting: {},
  },
  {
    name: 'ses-paused',
    says: 'SES refuses the account for five days',
    rates: { call: 0.01, way: WAY },
    lasting: { 'ses-paused-5d': 1 },
  },
  {
    name: 'sqs-silent',
    says: 'two of three sends of the trigger get no answer, or end it',
    rates: { call: 0, calls: { 'sqs.send': 0.66 }, only: ['hang', 'late-effect', 'crash-before'], way: NO_WAY },
    lasting: {},
  },
] as const satisfies readonly Profile[];

export type ProfileName = (typeof PROFILES)[number]['name'];

export const profileNamed = (name: string): Profile | undefined => PROFILES.find((profile) => profile.name === name);
