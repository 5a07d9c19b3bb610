import { expect, test } from 'vitest';
import { temporaryAssembly } from '../assembly.builder.ts';
import { exampleConfig } from '../config/example.builder.ts';
import { refuseRegionThatLacks } from './region.ts';

test('a region without SES is refused in a sentence that names what it lacks', async () => {
  const synthesis = temporaryAssembly('prod', exampleConfig('prod', { region: 'eu-south-2' }));
  await expect(synthesis).rejects.toMatchObject({
    name: 'ConfigError',
    message:
      'region should not be eu-south-2: as far as aws-cdk-lib knows, it has no AWS::SES::ConfigurationSet, AWS::SES::ConfigurationSetEventDestination.',
  });
});

test('another finding says nothing of the region', () => {
  expect(() => refuseRegionThatLacks("ERROR Type: Resource type 'AWS::SQS::Queues' does not exist")).not.toThrow();
});
