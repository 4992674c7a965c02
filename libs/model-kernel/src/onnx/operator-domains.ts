import type { Graph, Model, Node } from './messages.js';

/** ONNX's own domain has two spellings. */
const canonical = (domain: string | null | undefined): string => (domain === 'ai.onnx' ? '' : (domain ?? ''));

/**
 * The domains of the operators that a model's file leaves to whoever runs it, in order; '' is ONNX's own. Functions that
 * the file defines count by what they are made of.
 */
export function operatorDomains(model: Model): string[] {
  const functions = model.functions ?? [];
  const defined = new Set(functions.map(({ domain, name }) => `${canonical(domain)}/${name ?? ''}`));
  const found = new Set<string>();
  const visitNodes = (nodes: readonly Node[]): void => {
    for (const { domain, opType, attribute } of nodes) {
      if (!defined.has(`${canonical(domain)}/${opType ?? ''}`)) found.add(canonical(domain));
      for (const { g, graphs } of attribute ?? [])
        for (const graph of [...(g ? [g] : []), ...(graphs ?? [])]) visit(graph);
    }
  };
  const visit = (graph: Graph): void => visitNodes(graph.node ?? []);
  if (model.graph) visit(model.graph);
  for (const { node } of functions) visitNodes(node ?? []);
  for (const { initialization, algorithm } of model.trainingInfo ?? []) {
    for (const part of [initialization, algorithm]) if (part) visit(part);
  }
  return [...found].sort();
}
