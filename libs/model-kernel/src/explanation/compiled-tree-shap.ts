import { DomainError } from '@bellwether/errors';
import type { TreeEnsemble } from '../trees/index.js';
import { pathNodes } from './path-nodes.js';
import { QuadratureAttributor } from './quadrature-attributions.js';
import { meanMargin } from './tree-shap.js';
import { fitsWasm, WasmAttributor } from './wasm-attributions.js';

/** Explains margins of one ensemble. */
export interface TreeExplainer {
  readonly featureCount: number;
  /** margin(row) = baseMargin + Σ attributions. */
  readonly baseMargin: number;
  /**
   * @param row shape (F,).
   * @param out receives the attributions, shape (F,).
   * @throws INVALID_ARGUMENT when either does not hold F values.
   */
  attributions(row: ArrayLike<number>, out: Float64Array): void;
}

export interface CompileTreeShapOptions {
  /** Plain JavaScript where WebAssembly would do: its oracle. */
  readonly engine?: 'wasm' | 'javascript';
}

/**
 * Compiles an ensemble for explaining rows as they are served: milliseconds to compile, memory of the size of the trees,
 * one visit per node and row, nothing allocated.
 *
 * @returns an explainer with the values of treeShap up to rounding.
 */
export function compileTreeShap(
  ensemble: TreeEnsemble,
  { engine = 'wasm' }: CompileTreeShapOptions = {},
): TreeExplainer {
  const nodes = pathNodes(ensemble);
  const wasm = engine === 'wasm' && fitsWasm(nodes);
  const attributor = wasm ? new WasmAttributor(ensemble, nodes) : new QuadratureAttributor(ensemble, nodes);
  const { featureCount } = ensemble;
  return {
    featureCount,
    baseMargin: meanMargin(ensemble),
    attributions(row, out) {
      requireWidth('row', row, featureCount);
      requireWidth('out', out, featureCount);
      out.fill(0);
      attributor.addTo(row, out);
    },
  };
}

function requireWidth(name: string, values: ArrayLike<number>, featureCount: number): void {
  if (values.length === featureCount) return;
  throw new DomainError('INVALID_ARGUMENT', `${name} must hold ${featureCount} values, got ${values.length}`);
}
