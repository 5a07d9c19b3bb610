import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { SQSMessageAttribute, SQSRecord } from 'aws-lambda';

type Attributes = Record<string, MessageAttributeValue>;

/** SQS takes no more attributes than these. */
const MOST = 10;

/** The attributes of a dead letter: those of its death first, then the message's own, as native redrive keeps them. */
export function attributesOfCopy(
  { messageAttributes = {} }: Pick<SQSRecord, 'messageAttributes'>,
  death: Record<string, string>,
): Attributes {
  const said = Object.entries(death).filter(([, value]) => value !== '');
  const own = Object.entries(messageAttributes).filter(([name]) => !(name in death));
  const all = [
    ...said.map(([name, StringValue]) => [name, { DataType: 'String', StringValue }] as const),
    ...own.map(([name, attribute]) => [name, sqsAttribute(attribute)] as const),
  ];
  return Object.fromEntries(all.slice(0, MOST));
}

/** Lambda gives binary values in base64. */
const sqsAttribute = ({ dataType, stringValue, binaryValue }: SQSMessageAttribute): MessageAttributeValue => ({
  DataType: dataType,
  ...(stringValue != null && { StringValue: stringValue }),
  ...(binaryValue != null && { BinaryValue: Buffer.from(binaryValue, 'base64') }),
});

/** As many attributes, the reason first, as SQS takes beside a body of almost a mebibyte: the body is kept whole. */
export function fitting(attributes: Attributes, room: number): Attributes {
  let left = room;
  return Object.fromEntries(
    Object.entries(attributes).filter(([name, { DataType = '', StringValue = '', BinaryValue }]) => {
      left -= Buffer.byteLength(name + DataType + StringValue) + (BinaryValue?.length ?? 0);
      return left >= 0;
    }),
  );
}
