import type { CommittedMessage } from './committed.js';
import { numberFields } from './number-fields.js';
import type { ProtoFile, ProtoMessage, ProtoService } from './proto-file.js';

const HEAD =
  '// Generated from the schemas of libs/contracts by tools/src/proto. Change the schema and generate again.';

/** The text of a .proto file, its fields numbered after those of the committed one. */
export function printProto(file: ProtoFile, committed: ReadonlyMap<string, CommittedMessage>): string {
  const blocks = [
    `${HEAD}\nsyntax = "proto3";`,
    `package ${file.package};`,
    ...file.services.map(printService),
    ...file.messages.map((message) => printMessage(message, committed.get(message.name))),
  ];
  return blocks.join('\n\n') + '\n';
}

function printService({ name, methods }: ProtoService): string {
  const printed = methods.map((method) => [
    ...comments(method.comments),
    `  rpc ${method.name}(${method.name}Request) returns (${method.name}Response);`,
  ]);
  return [`service ${name} {`, ...printed.flat(), '}'].join('\n');
}

function printMessage({ name, fields }: ProtoMessage, committed: CommittedMessage | undefined): string {
  const numbered = numberFields(
    name,
    fields.map((field) => field.name),
    committed,
  );
  const lines = [
    ...reserved(numbered.reservedNumbers),
    ...reserved(numbered.reservedNames.map((gone) => `"${gone}"`)),
    ...fields.flatMap((field) => [
      ...comments(field.comments),
      `  ${field.type} ${field.name} = ${numbered.numbers.get(field.name)};`,
    ]),
  ];
  return lines.length === 0 ? `message ${name} {}` : [`message ${name} {`, ...lines, '}'].join('\n');
}

const comments = (lines: readonly string[]) => lines.map((line) => `  // ${line}`.trimEnd());

const reserved = (given: readonly (number | string)[]) => (given.length > 0 ? [`  reserved ${given.join(', ')};`] : []);
