import { DomainError } from '@bellwether/errors';

/** The numbers that a message of a committed file has given away. */
export interface CommittedMessage {
  readonly numbers: ReadonlyMap<string, number>;
  readonly reservedNumbers: readonly number[];
  readonly reservedNames: readonly string[];
}

const FIELD = /^(?:optional |repeated )?(?:map<string, \w+>|\w+) (\w+) = (\d+);$/;
const RESERVED_NUMBERS = /^reserved (\d+(?:, \d+)*);$/;
const RESERVED_NAMES = /^reserved ("\w+"(?:, "\w+")*);$/;

/**
 * Reads the messages of a file that `printProto` wrote, by name; it is no reader of .proto in general.
 *
 * @throws INVALID_ARGUMENT at a line that the generator does not write: guessing at a number would break the wire.
 */
export function readCommitted(text: string): Map<string, CommittedMessage> {
  const messages = new Map<string, CommittedMessage>();
  for (const [, name, body] of text.matchAll(/^message (\w+) \{(?:\}|\n(.*?)^\})$/gms)) {
    messages.set(name!, readMessage(name!, body ?? ''));
  }
  const declared = text.match(/^\s*message /gm)?.length ?? 0;
  if (declared !== messages.size) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `each message must be as generated: ${declared} declared, ${messages.size} read`,
    );
  }
  return messages;
}

function readMessage(name: string, body: string): CommittedMessage {
  const numbers = new Map<string, number>();
  const reservedNumbers: number[] = [];
  const reservedNames: string[] = [];
  const lines = body.split('\n').map((line) => line.trim());
  for (const line of lines.filter((line) => line !== '' && !line.startsWith('//'))) {
    const field = FIELD.exec(line);
    const numberList = RESERVED_NUMBERS.exec(line)?.[1];
    const nameList = RESERVED_NAMES.exec(line)?.[1];
    if (field) numbers.set(field[1]!, Number(field[2]));
    else if (numberList) reservedNumbers.push(...numberList.split(', ').map(Number));
    else if (nameList) reservedNames.push(...nameList.split(', ').map((quoted) => quoted.slice(1, -1)));
    else throw new DomainError('INVALID_ARGUMENT', `message ${name} must be as generated, got the line '${line}'`);
  }
  return { numbers, reservedNumbers, reservedNames };
}
