import { dirname, join } from 'node:path';
import ts from 'typescript';
import type { KubernetesObject } from './objects.js';

/** Package of typings of an API group; the groups of Kubernetes itself are in one. */
const PACKAGES: Readonly<Record<string, string>> = {
  'gateway.networking.k8s.io': '@kubernetes-models/gateway-api',
  'keda.sh': '@kubernetes-models/keda',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
};

/** The typings know GRPCRoute as it was before it became v1; nothing that we use of it has changed since. */
const OLDER: Readonly<Record<string, string>> = {
  'gateway.networking.k8s.io/v1/GRPCRoute': 'gateway.networking.k8s.io/v1alpha2',
};

/** The typings, parsed once for all checks of a process. */
const parsed = new Map<string, ts.SourceFile | undefined>();

/**
 * What is wrong with the form of objects: fields that the kind does not have, required ones left out, values of another
 * type. The validators of the typings let unknown fields pass, and so does an API server that is not asked to be strict;
 * the compiler does not, in a literal. So the objects are compiled, as constants of their kinds' types.
 *
 * @param root folder of the workspace, where the typings are installed.
 */
export function malformed(objects: readonly KubernetesObject[], root: string): string[] {
  const file = join(root, 'objects-under-check.ts');
  const constants = objects.map((object, index) => constant(object, index));
  const host = ts.createCompilerHost({});
  const { getSourceFile, fileExists, readFile } = host;
  const source = constants.join('\n');
  host.getSourceFile = (name, ...rest) => {
    if (name === file) return ts.createSourceFile(name, source, ts.ScriptTarget.ES2022);
    if (!parsed.has(name)) parsed.set(name, getSourceFile(name, ...rest));
    return parsed.get(name);
  };
  host.fileExists = (name) => name === file || fileExists(name);
  host.readFile = (name) => (name === file ? source : readFile(name));
  const program = ts.createProgram(
    [file],
    {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: [],
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      typeRoots: [dirname(file)],
    },
    host,
  );
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const line = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line ?? 0;
    const { kind, metadata } = objects[line] ?? { kind: '?', metadata: { name: '?' } };
    return `${kind} ${metadata.name}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')}`;
  });
}

/** One line for each object, so that a line says which it is. */
function constant(object: KubernetesObject, index: number): string {
  const known = OLDER[`${object.apiVersion}/${object.kind}`] ?? object.apiVersion;
  const literal = JSON.stringify({ ...object, apiVersion: known });
  const group = known.split('/')[0] ?? '';
  const path = `${PACKAGES[group] ?? 'kubernetes-models'}/${known}/${object.kind}`;
  return `export const object${index}: import('${path}').I${object.kind} = ${literal};`;
}
