import { DomainError } from '@bellwether/errors';
import type { OnnxSummary } from '@bellwether/model-kernel/onnx';

/** Whose operators are run; '' is ONNX's own. What others define would run code of theirs, or none. */
const DOMAINS: ReadonlySet<string> = new Set(['', 'ai.onnx.ml']);
/** ONNX Runtime promises to run models from this operator set on. */
const LEAST_OPSET = 7;
const MAX_OPERATORS = 100_000;
/** As many inputs and outputs as a request of the Open Inference Protocol may name. */
const MAX_VALUES = 256;

/**
 * What a model file may be, beside well formed, to be registered.
 *
 * @throws INVALID_ARGUMENT naming the rule and the value.
 */
export function checkOnnxRules({ inputs, outputs, opsets, operatorDomains, nodeCount }: OnnxSummary): void {
  const foreign = operatorDomains.filter((domain) => !DOMAINS.has(domain));
  if (foreign.length > 0) {
    throw refuse(`its operators must be of ai.onnx and ai.onnx.ml, it has some of ${shown(foreign)}`);
  }
  const opset = opsets[''] ?? opsets['ai.onnx'];
  if (opset !== undefined && !(opset >= LEAST_OPSET)) {
    throw refuse(`its operator set must be at least ${LEAST_OPSET}, it is ${opset}`);
  }
  if (nodeCount > MAX_OPERATORS) throw refuse(`it must have at most ${MAX_OPERATORS} operators, it has ${nodeCount}`);
  for (const [what, values] of Object.entries({ inputs, outputs })) {
    if (values.length > MAX_VALUES) {
      throw refuse(`it must have at most ${MAX_VALUES} ${what}, it has ${values.length}`);
    }
  }
}

function shown(domains: readonly string[]): string {
  return domains
    .slice(0, 5)
    .map((domain) => domain.slice(0, 60))
    .join(', ');
}

function refuse(rule: string): DomainError {
  return new DomainError('INVALID_ARGUMENT', rule);
}
