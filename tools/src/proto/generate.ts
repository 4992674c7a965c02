import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Operation, SchemaNames } from '@bellwether/contracts';
import { readCommitted } from './committed.js';
import { planFile } from './plan-file.js';
import { printProto } from './print-proto.js';

/** Text of each file, by its path below the root of the .proto files. */
export type ProtoTexts = ReadonlyMap<string, string>;

/** The .proto files of operations, one per domain, their numbers kept from the committed ones. */
export function generateProtos(
  operations: Readonly<Record<string, Operation>>,
  names: SchemaNames,
  committed: ProtoTexts,
): ProtoTexts {
  const byDomain = new Map<string, Operation[]>();
  for (const operation of Object.values(operations)) {
    byDomain.set(operation.domain, [...(byDomain.get(operation.domain) ?? []), operation]);
  }
  const files = [...byDomain].map(([domain, own]) => planFile(domain, own, names));
  return new Map(files.map((file) => [file.path, printProto(file, readCommitted(committed.get(file.path) ?? ''))]));
}

/** The generated files in a folder: all below `bellwether/`. */
export function readProtos(root: string): ProtoTexts {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll(sep, '/'))
    .filter((path) => path.startsWith('bellwether/') && path.endsWith('.proto'));
  return new Map(paths.sort().map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

/** Paths of the files in which two sets differ, in alphabetical order. */
export function differingPaths(one: ProtoTexts, other: ProtoTexts): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter((path) => one.get(path) !== other.get(path)).sort();
}
