import { z } from 'zod';

type Reader = (text: unknown) => unknown;

/**
 * Turns the text of path and query parameters into the values that a request schema expects: `"30"` into 30 where it
 * wants a number. Text that does not read as such is handed on as it is, so that the schema names the fault.
 */
export function parameterReader(schema: z.ZodObject): (parameters: Record<string, unknown>) => Record<string, unknown> {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const readers = new Map(Object.entries(properties).map(([name, property]) => [name, readerOf(property)]));
  return (parameters) => {
    const read: Record<string, unknown> = {};
    for (const name of Object.keys(parameters)) {
      const reader = readers.get(name);
      read[name] = reader ? reader(parameters[name]) : parameters[name];
    }
    return read;
  };
}

function readerOf(property: unknown): Reader {
  const type = typeof property === 'object' && property !== null && 'type' in property ? property.type : undefined;
  if (type === 'number' || type === 'integer') return readNumber;
  if (type === 'boolean') return (text) => (text === 'true' ? true : text === 'false' ? false : text);
  if (type === 'array') return (text) => (typeof text === 'string' ? text.split(',') : text);
  return (text) => text;
}

function readNumber(text: unknown): unknown {
  if (typeof text !== 'string' || text.trim() === '') return text;
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}
