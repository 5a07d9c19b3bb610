import { checkDeadLetters, checkEventFlow } from './check-flow.ts';
import { checkConcurrency, checkFunctions, checkMappings, checkSettings } from './check-functions.ts';
import { checkClock } from './check-identity.ts';
import { checkConfigurationSet, checkPacing, checkSender, checkSending } from './check-ses.ts';
import { checkTrigger } from './check-trigger.ts';
import { checkWriteBack } from './check-write-back.ts';
import type { Check } from './finding.ts';

/** In the order in which a person would look, once it is known who asks. */
export const CHECKS: readonly Check[] = [
  checkClock,
  ...checkFunctions,
  ...checkMappings,
  checkConcurrency,
  checkTrigger,
  checkWriteBack,
  checkSettings,
  checkSender,
  checkSending,
  checkPacing,
  checkConfigurationSet,
  checkEventFlow,
  checkDeadLetters,
];
