/** A CloudFormation template as CDK writes it. */
export type Template = {
  Resources: Record<string, { Type: string; Properties?: Record<string, unknown>; [key: string]: unknown }>;
  Outputs?: Record<string, { Value: unknown; Export?: { Name: string } }>;
};
