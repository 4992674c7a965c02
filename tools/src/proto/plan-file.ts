import { DomainError } from '@bellwether/errors';
import { grpcPackage, NUMBERS_MESSAGE, type Operation, protoPath, type SchemaNames, wireFields } from '@bellwether/contracts';
import type { z } from 'zod';
import { type Direction, planField } from './plan-field.js';
import type { ProtoFile, ProtoMessage, ProtoMethod, ProtoService } from './proto-file.js';

/**
 * The file of one domain: its services, then each method's request and response with the messages they are first to
 * hold. A nested object is a message under the name by which its schema is exported, or else `<Parent><Field>`.
 *
 * @throws INVALID_ARGUMENT when two schemas want one name, or an unnamed schema has two places.
 */
export function planFile(domain: string, operations: readonly Operation[], names: SchemaNames): ProtoFile {
  const messages = new DomainMessages(names);
  for (const { method, request, response } of operations) {
    messages.add(`${method}Request`, request, 'request');
    messages.add(`${method}Response`, response, 'response');
  }
  return {
    path: protoPath(domain),
    package: grpcPackage(domain),
    services: servicesOf(operations),
    messages: messages.planned(),
  };
}

function servicesOf(operations: readonly Operation[]): ProtoService[] {
  const services = new Map<string, ProtoMethod[]>();
  for (const { service, method, summary, verb, path } of operations) {
    const methods = services.get(service) ?? [];
    methods.push({ name: method, comments: [`${summary}.`, `${verb} ${path}`] });
    services.set(service, methods);
  }
  return [...services].map(([name, methods]) => ({ name, methods }));
}

/** The messages of a file, each once, in the order in which they are reached. */
class DomainMessages {
  private readonly schemas = new Map<string, z.ZodObject>();
  private readonly messages = new Map<string, ProtoMessage>();
  private readonly derivedNames = new Map<z.ZodObject, string>();

  constructor(private readonly names: SchemaNames) {}

  planned(): ProtoMessage[] {
    return [...this.messages.values()];
  }

  add(name: string, schema: z.ZodObject, direction: Direction): void {
    const taken = this.schemas.get(name);
    if (taken !== undefined && taken !== schema) {
      throw new DomainError('INVALID_ARGUMENT', `message ${name} must stand for one schema, got two`);
    }
    this.schemas.set(name, schema);
    // A message keeps the place where it is first reached, before those it holds.
    if (taken === undefined) this.messages.set(name, { name, fields: [] });
    // A schema met before is walked again: it may now be met in the other direction, which has rules of its own.
    const fields = wireFields(schema, name).map((field) =>
      planField(field, `${name}.${field.name}`, direction, (nested) => {
        const nestedName = this.names.get(nested) ?? this.derivedName(nested, name, field.name);
        this.add(nestedName, nested, direction);
        return nestedName;
      }),
    );
    this.messages.set(name, { name, fields });
    if (fields.some(({ type }) => type.endsWith(` ${NUMBERS_MESSAGE.name}>`))) this.addNumbers();
  }

  /** Only files that have a map of lists have this message. */
  private addNumbers(): void {
    const { name, field } = NUMBERS_MESSAGE;
    this.messages.set(name, { name, fields: [{ name: field, type: 'repeated double', comments: [] }] });
  }

  private derivedName(schema: z.ZodObject, parent: string, field: string): string {
    const name = parent + field.replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    const earlier = this.derivedNames.get(schema);
    if (earlier !== undefined && earlier !== name) {
      throw new DomainError('INVALID_ARGUMENT', `the schema of ${earlier} must be exported, as ${name} is the same`);
    }
    this.derivedNames.set(schema, name);
    return name;
  }
}
