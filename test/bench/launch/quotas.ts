/**
 * AWS's published quotas that a launch day can meet, as documented in November 2026. Nothing here was measured on AWS. All
 * but those of SQS's flight and retention can be raised by asking.
 */
export const QUOTAS = {
  /** Messages of a standard queue that are received and not deleted. A long poll brings nothing more then, and no error. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html */
  inFlight: 120_000,
  /**
   * Batches of a queue at work side by side: five at once, 300 more a minute, and 1,000 at most (some pages say 1,250; no
   * stage here comes near). https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
   */
  batches: { atOnce: 5, perMinute: 300, most: 1_000 },
  /**
   * Provisioned pollers: ten batches each, a thousand more a minute. The same page, and
   * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html
   */
  provisioned: { batchesPerPoller: 10, perMinute: 1_000 },
  /** Executions of an account at once; a new account may have 10. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
  accountConcurrency: 1_000,
  /** Environments that a function may start in ten seconds. https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html */
  startsPerTenSeconds: 1_000,
  /**
   * Requests a second of Cognito's category UserCreation: SignUp and ConfirmSignUp together, of all pools of an account and
   * region. https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
   */
  userCreation: 50,
  /** Write units a second of a new table on demand; later twice its former peak. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html */
  tableWrites: 4_000,
  /** Write units a second of one partition, so of one item. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput-scenarios.html */
  itemWrites: 1_000,
} as const;

/** SignUp and ConfirmSignUp. */
export const REQUESTS_PER_SIGN_UP = 2;
