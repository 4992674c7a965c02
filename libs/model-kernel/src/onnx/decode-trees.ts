import { DomainError } from '@bellwether/errors';
import { CATEGORIES, findMalformedNode, isTreeObjective, LEAF, THRESHOLD, type TreeEnsemble } from '../trees/index.js';
import { decodeModel } from './decode-model.js';
import { BRANCH_MEMBER, TREES_METADATA_KEY } from './encode-trees.js';
import { toNumber, type Attribute, type Model } from './messages.js';
import { unpackBytes } from './packed-array.js';

function malformed(rule: string, cause?: unknown): DomainError {
  return new DomainError('INVALID_ARGUMENT', `bytes must be a tree ensemble that Bellwether wrote: ${rule}`, { cause });
}

/** The entry that encodeTreeEnsemble left; only its packed arrays are still to be checked. */
interface TreesMetadata {
  readonly objective: TreeEnsemble['objective'];
  readonly baseScore: number;
  readonly featureNames?: readonly string[];
  readonly packed: Readonly<Record<string, unknown>>;
}

function readMetadata(model: Model): TreesMetadata {
  const text = model.metadataProps?.find(({ key }) => key === TREES_METADATA_KEY)?.value;
  if (text === undefined || text === null) throw malformed(`its metadata lacks ${TREES_METADATA_KEY}`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw malformed(`${TREES_METADATA_KEY} is not JSON`, cause);
  }
  if (typeof parsed !== 'object' || parsed === null) throw malformed(`${TREES_METADATA_KEY} is not an object`);
  const entry = parsed as Record<string, unknown>;
  const { version, objective, baseScore, featureNames } = entry;
  if (version !== 1) throw malformed(`its version is ${String(version)}, not 1`);
  if (!isTreeObjective(objective)) throw malformed(`its objective is ${String(objective)}`);
  if (typeof baseScore !== 'number') throw malformed('it has no base score');
  const namesAreText = Array.isArray(featureNames) && featureNames.every((name) => typeof name === 'string');
  if (featureNames !== undefined && !namesAreText) throw malformed('its feature names are not text');
  return {
    objective,
    baseScore,
    ...(namesAreText ? { featureNames: featureNames as string[] } : {}),
    packed: entry,
  };
}

/** Typed access to the attributes of the operator. */
class Attributes {
  private readonly byName: ReadonlyMap<string, Attribute>;

  constructor(model: Model) {
    const node = model.graph?.node?.find(({ opType }) => opType === 'TreeEnsemble');
    if (node === undefined) throw malformed('it has no TreeEnsemble operator');
    this.byName = new Map((node.attribute ?? []).map((attribute) => [attribute.name ?? '', attribute]));
  }

  ints(name: string, length?: number): Int32Array {
    const values = Int32Array.from(this.byName.get(name)?.ints ?? [], toNumber);
    if (length !== undefined && values.length !== length) {
      throw malformed(`${name} holds ${values.length} values, not ${length}`);
    }
    return values;
  }

  bytes(name: string): Uint8Array {
    return new Uint8Array(this.byName.get(name)?.t?.rawData ?? []);
  }

  floats(name: string, length?: number): Float32Array {
    const bytes = this.bytes(name);
    if (bytes.length % 4 !== 0) throw malformed(`${name} does not hold f32`);
    const values = new Float32Array(bytes.buffer);
    if (length !== undefined && values.length !== length) {
      throw malformed(`${name} holds ${values.length} values, not ${length}`);
    }
    return values;
  }
}

/** The sets of BRANCH_MEMBER nodes in the order of the nodes; each ends with NaN. */
function readSets(values: Float32Array): Int32Array[] {
  const sets: Int32Array[] = [];
  let start = 0;
  values.forEach((value, i) => {
    if (!Number.isNaN(value)) return;
    sets.push(Int32Array.from(values.subarray(start, i)));
    start = i + 1;
  });
  return sets;
}

/** Width of the model's input. */
function readFeatureCount(model: Model): number {
  const dims = model.graph?.input?.[0]?.type?.tensorType?.shape?.dim;
  const width = toNumber(dims?.[1]?.dimValue);
  if (!(width >= 1)) throw malformed('its input has no fixed width');
  return width;
}

/**
 * Restores the ensemble behind encodeTreeEnsemble's bytes, bit for bit.
 *
 * @throws INVALID_ARGUMENT for anything else.
 */
export function decodeTreeEnsemble(bytes: Uint8Array): TreeEnsemble {
  const model = decodeModel(bytes);
  const meta = readMetadata(model);
  const attributes = new Attributes(model);
  const featureCount = readFeatureCount(model);
  if (meta.featureNames !== undefined && meta.featureNames.length !== featureCount) {
    throw malformed(`it names ${meta.featureNames.length} features of ${featureCount}`);
  }
  const { packed } = meta;
  const treeStarts = new Int32Array(unpackBytes('treeStarts', packed['treeStarts'], 4));
  const order = new Int32Array(unpackBytes('order', packed['order'], 4));
  const gain = new Float64Array(unpackBytes('gain', packed['gain'], 8));
  const cover = new Float64Array(unpackBytes('cover', packed['cover'], 8));
  const count = new Uint32Array(unpackBytes('count', packed['count'], 4));
  const nodes = order.length;
  if (![gain, cover, count].every(({ length }) => length === nodes) || treeStarts[treeStarts.length - 1] !== nodes) {
    throw malformed('its arrays have different lengths');
  }
  const ensemble: TreeEnsemble = {
    ...{ objective: meta.objective, featureCount, baseScore: meta.baseScore, treeStarts, gain, cover, count },
    ...(meta.featureNames === undefined ? {} : { featureNames: meta.featureNames }),
    ...fillNodes(attributes, order, nodes),
  };
  const astray = findMalformedNode(ensemble);
  if (astray >= 0) throw malformed(`node ${astray} leads astray`);
  return ensemble;
}

type NodeArrays = Pick<
  TreeEnsemble,
  'kind' | 'feature' | 'threshold' | 'missingLeft' | 'left' | 'value' | 'categoryStarts' | 'categories'
>;

/** Puts nodes and leaves of the operator back into the order of the ensemble. */
function fillNodes(attributes: Attributes, order: Int32Array, nodes: number): NodeArrays {
  const modes = attributes.bytes('nodes_modes');
  const tests = modes.length;
  const features = attributes.ints('nodes_featureids', tests);
  const splits = attributes.floats('nodes_splits', tests);
  const missingTrue = attributes.ints('nodes_missing_value_tracks_true', tests);
  const trueIds = attributes.ints('nodes_truenodeids', tests);
  const trueLeafs = attributes.ints('nodes_trueleafs', tests);
  const leafWeights = attributes.floats('leaf_weights');
  const sets = readSets(attributes.floats('membership_values'));
  const setOf = new Map<number, Int32Array>();
  let nextSet = 0;
  modes.forEach((mode, test) => {
    if (mode === BRANCH_MEMBER) setOf.set(test, sets[nextSet++] ?? new Int32Array(0));
  });
  // Node of the ensemble by number among the tests or, negative, among the leaves.
  const nodeOf = new Map(Array.from(order, (place, node) => [place, node]));

  const kind = new Uint8Array(nodes);
  const feature = new Int32Array(nodes);
  const threshold = new Float32Array(nodes);
  const missingLeft = new Uint8Array(nodes);
  const left = new Int32Array(nodes);
  const value = new Float32Array(nodes);
  const categoryStarts = new Int32Array(nodes + 1);
  const categories: number[] = [];
  for (let node = 0; node < nodes; node++) {
    const place = order[node]!;
    if (place < 0) {
      const weight = leafWeights[-1 - place];
      if (weight === undefined) throw malformed(`leaf ${-1 - place} is absent`);
      kind[node] = LEAF;
      value[node] = weight;
    } else {
      if (place >= tests) throw malformed(`node ${place} is absent`);
      const set = setOf.get(place);
      kind[node] = set === undefined ? THRESHOLD : CATEGORIES;
      feature[node] = features[place]!;
      threshold[node] = set === undefined ? splits[place]! : 0;
      missingLeft[node] = missingTrue[place]!;
      left[node] = nodeOf.get(trueLeafs[place] === 1 ? -1 - trueIds[place]! : trueIds[place]!) ?? -1;
      for (const category of set ?? []) categories.push(category);
    }
    categoryStarts[node + 1] = categories.length;
  }
  return {
    kind,
    feature,
    threshold,
    missingLeft,
    left,
    value,
    categoryStarts,
    categories: Int32Array.from(categories),
  };
}
