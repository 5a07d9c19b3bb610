import { RemovalPolicy } from 'aws-cdk-lib';
import type { StageConfig } from '../config/stage-config.ts';

/** What holds data outlives its stack, unless the stage says that it may be destroyed or its creation was rolled back. */
export const removalPolicy = (config: StageConfig): RemovalPolicy =>
  config.removal === 'retain' ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
