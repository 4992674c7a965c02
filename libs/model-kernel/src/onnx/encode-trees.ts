import { DomainError } from '@bellwether/errors';
import { CATEGORIES, LEAF, treeCount, type TreeEnsemble } from '../trees/index.js';
import {
  encodeModel,
  floatValue,
  intAttribute,
  intsAttribute,
  operator,
  tensor,
  tensorAttribute,
} from './model-builder.js';
import type { Attribute, Node, Tensor, ValueInfo } from './messages.js';
import { packArray } from './packed-array.js';

/** Key of the metadata entry that holds what the TreeEnsemble operator has no attribute for. */
export const TREES_METADATA_KEY = 'bellwether.trees';

/** Comparison modes of a node: x ≤ split, and x ∈ set. */
export const BRANCH_LEQ = 0;
export const BRANCH_MEMBER = 6;

/**
 * How the file turns the margin into its `probability` output: its logistic, a Platt line through it, or not at all, for a
 * calibration such as isotonic that has no place in the graph.
 */
export type ProbabilityOutput =
  | { readonly kind: 'logistic' }
  | { readonly kind: 'platt'; readonly slope: number; readonly intercept: number }
  | { readonly kind: 'none'; readonly reason: string };

export interface EncodeTreesOptions {
  /** Default 'features'. */
  readonly inputName?: string;
  /** Default those of the ensemble. */
  readonly featureNames?: readonly string[];
  /** Default logistic for a binary objective; no other has it. */
  readonly probability?: ProbabilityOutput;
  /** Further metadata entries. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Attributes under construction: nodes and leaves have their own numbering. */
class TreeAttributes {
  readonly modes: number[] = [];
  readonly features: number[] = [];
  readonly splits: number[] = [];
  readonly covers: number[] = [];
  readonly missingTrue: number[] = [];
  readonly trueIds: number[] = [];
  readonly trueLeafs: number[] = [];
  readonly falseIds: number[] = [];
  readonly falseLeafs: number[] = [];
  readonly leafWeights: number[] = [];
  readonly members: number[] = [];
  readonly roots: number[] = [];
  /** By node of the ensemble: its number among the nodes, or −1 − its number among the leaves. */
  readonly order: Int32Array;

  constructor(private readonly ensemble: TreeEnsemble) {
    this.order = new Int32Array(ensemble.kind.length);
    for (let tree = 0; tree < treeCount(ensemble); tree++) this.addTree(tree);
  }

  private addTree(tree: number): void {
    const { ensemble } = this;
    const start = ensemble.treeStarts[tree]!;
    const end = ensemble.treeStarts[tree + 1]!;
    for (let node = start; node < end; node++) {
      if (ensemble.kind[node] === LEAF) {
        this.order[node] = -1 - this.leafWeights.length;
        this.leafWeights.push(ensemble.value[node]!);
      } else {
        this.order[node] = this.modes.length;
        this.addSplit(node);
      }
    }
    if (ensemble.kind[start] === LEAF) {
      // The operator knows no tree of one leaf: a test whose two outcomes are that leaf stands in.
      this.roots.push(this.modes.length);
      this.addTest(BRANCH_LEQ, 0, 0, ensemble.cover[start]!, 0);
      this.linkLast(start, start);
      return;
    }
    this.roots.push(this.order[start]!);
    for (let node = start; node < end; node++) {
      if (ensemble.kind[node] !== LEAF) this.link(this.order[node]!, ensemble.left[node]!, ensemble.left[node]! + 1);
    }
  }

  private addSplit(node: number): void {
    const { ensemble } = this;
    const isSet = ensemble.kind[node] === CATEGORIES;
    this.addTest(
      isSet ? BRANCH_MEMBER : BRANCH_LEQ,
      ensemble.feature[node]!,
      isSet ? 0 : ensemble.threshold[node]!,
      ensemble.cover[node]!,
      ensemble.missingLeft[node]!,
    );
    if (!isSet) return;
    for (let i = ensemble.categoryStarts[node]!; i < ensemble.categoryStarts[node + 1]!; i++) {
      this.members.push(ensemble.categories[i]!);
    }
    this.members.push(NaN);
  }

  private addTest(mode: number, feature: number, split: number, cover: number, missingTrue: number): void {
    this.modes.push(mode);
    this.features.push(feature);
    this.splits.push(split);
    this.covers.push(cover);
    this.missingTrue.push(missingTrue);
    this.trueIds.push(0);
    this.trueLeafs.push(0);
    this.falseIds.push(0);
    this.falseLeafs.push(0);
  }

  private link(at: number, left: number, right: number): void {
    const [l, r] = [this.order[left]!, this.order[right]!];
    this.trueLeafs[at] = l < 0 ? 1 : 0;
    this.trueIds[at] = l < 0 ? -1 - l : l;
    this.falseLeafs[at] = r < 0 ? 1 : 0;
    this.falseIds[at] = r < 0 ? -1 - r : r;
  }

  private linkLast(left: number, right: number): void {
    this.link(this.modes.length - 1, left, right);
  }

  toAttributes(): Attribute[] {
    return [
      intAttribute('aggregate_function', 1),
      intsAttribute('leaf_targetids', new Uint8Array(this.leafWeights.length)),
      tensorAttribute('leaf_weights', Float32Array.from(this.leafWeights)),
      ...(this.members.length > 0 ? [tensorAttribute('membership_values', Float32Array.from(this.members))] : []),
      intAttribute('n_targets', 1),
      intsAttribute('nodes_falseleafs', this.falseLeafs),
      intsAttribute('nodes_falsenodeids', this.falseIds),
      intsAttribute('nodes_featureids', this.features),
      tensorAttribute('nodes_hitrates', Float32Array.from(this.covers)),
      intsAttribute('nodes_missing_value_tracks_true', this.missingTrue),
      tensorAttribute('nodes_modes', Uint8Array.from(this.modes)),
      tensorAttribute('nodes_splits', Float32Array.from(this.splits)),
      intsAttribute('nodes_trueleafs', this.trueLeafs),
      intsAttribute('nodes_truenodeids', this.trueIds),
      intAttribute('post_transform', 0),
      intsAttribute('tree_roots', this.roots),
    ];
  }
}

function resolveProbability(ensemble: TreeEnsemble, asked: ProbabilityOutput | undefined): ProbabilityOutput {
  if (ensemble.objective !== 'binary') {
    if (asked !== undefined && asked.kind !== 'none') {
      throw new DomainError(
        'INVALID_ARGUMENT',
        `probability must be none for the objective ${ensemble.objective}, got ${asked.kind}`,
      );
    }
    return { kind: 'none', reason: `the objective is ${ensemble.objective}: what is predicted is no probability` };
  }
  const probability = asked ?? { kind: 'logistic' };
  if (probability.kind === 'platt' && !(Number.isFinite(probability.slope) && Number.isFinite(probability.intercept))) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `probability must have a finite slope and intercept, got ${probability.slope} and ${probability.intercept}`,
    );
  }
  return probability;
}

/** Operators from `margin` to `probability`. */
function probabilityGraph(probability: ProbabilityOutput): {
  nodes: Node[];
  initializers: Tensor[];
  outputs: ValueInfo[];
} {
  if (probability.kind === 'none') return { nodes: [], initializers: [], outputs: [] };
  const outputs = [floatValue('probability', ['n', 1])];
  if (probability.kind === 'logistic') {
    return { nodes: [operator('Sigmoid', ['margin'], ['probability'])], initializers: [], outputs };
  }
  return {
    nodes: [
      operator('Mul', ['margin', 'slope'], ['scaled_margin']),
      operator('Add', ['scaled_margin', 'intercept'], ['calibrated_margin']),
      operator('Sigmoid', ['calibrated_margin'], ['probability']),
    ],
    initializers: [
      tensor('slope', [1], Float32Array.of(probability.slope)),
      tensor('intercept', [1], Float32Array.of(probability.intercept)),
    ],
    outputs,
  };
}

/**
 * An ONNX model of an ensemble: input `features` [n, F] f32, where NaN is missing; outputs `margin` [n, 1] and, where the
 * calibration has a graph, `probability` [n, 1]. Runtimes add the leaves in f32, so their margins differ from ours by
 * rounding. decodeTreeEnsemble restores the ensemble exactly.
 *
 * @returns the same bytes for the same arguments.
 * @throws INVALID_ARGUMENT when names do not match the features or the probability does not suit the objective.
 * @see ONNX operators, ai.onnx.ml TreeEnsemble, version 5.
 */
export function encodeTreeEnsemble(ensemble: TreeEnsemble, options: EncodeTreesOptions = {}): Uint8Array {
  const { inputName = 'features', featureNames = ensemble.featureNames, metadata = {} } = options;
  if (featureNames !== undefined && featureNames.length !== ensemble.featureCount) {
    throw new DomainError(
      'INVALID_ARGUMENT',
      `featureNames must hold ${ensemble.featureCount} names, got ${featureNames.length}`,
    );
  }
  const probability = resolveProbability(ensemble, options.probability);
  const trees = new TreeAttributes(ensemble);
  const after = probabilityGraph(probability);
  return encodeModel({
    name: 'trees',
    inputs: [floatValue(inputName, ['n', ensemble.featureCount])],
    outputs: [floatValue('margin', ['n', 1]), ...after.outputs],
    nodes: [
      operator('TreeEnsemble', [inputName], ['tree_sum'], trees.toAttributes(), 'ai.onnx.ml'),
      operator('Add', ['tree_sum', 'base_score'], ['margin']),
      ...after.nodes,
    ],
    initializers: [tensor('base_score', [1], Float32Array.of(ensemble.baseScore)), ...after.initializers],
    opsets: { '': 21, 'ai.onnx.ml': 5 },
    metadata: {
      ...metadata,
      [TREES_METADATA_KEY]: JSON.stringify({
        version: 1,
        objective: ensemble.objective,
        baseScore: ensemble.baseScore,
        ...(featureNames === undefined ? {} : { featureNames }),
        probability,
        treeStarts: packArray(ensemble.treeStarts),
        order: packArray(trees.order),
        gain: packArray(ensemble.gain),
        cover: packArray(ensemble.cover),
        count: packArray(ensemble.count),
      }),
    },
  });
}
