// Branchless evaluation of flattened trees. A row is stored three times over: its f32 values with NaN as NaN, which no
// threshold is exceeded by, so that it goes left; the values with NaN as +∞, which goes right; and, for models with
// category sets, the index of each category. A node reads whichever copy its missing direction asks for.
//
// A node is 16 bytes: byte offset of its value in the row (u32), threshold (f32), address of its left child (u32) with the
// right child right after it, leaf value (f32). With sets it is 32 bytes: at 16 the address of a table of bytes by
// category, 1 for right, and at 20 the byte offset of the category in the row. A leaf is its own left child and its
// threshold is never exceeded: walking on stays there, so every tree takes a fixed number of steps.

/** The child that the row goes to. */
function next(node: usize, row: usize): usize {
  return <usize>load<u32>(node, 8) + ((<usize>(load<f32>(row + <usize>load<u32>(node)) > load<f32>(node, 4))) << 4);
}

/** The same where the model has category sets. A node by threshold has a table of zeros; one by set a threshold of +∞. */
function nextWithSets(node: usize, row: usize): usize {
  const above = <usize>(load<f32>(row + <usize>load<u32>(node)) > load<f32>(node, 4));
  const outside = <usize>load<u8>(<usize>load<u32>(node, 16) + <usize>load<u32>(row + <usize>load<u32>(node, 20)));
  return <usize>load<u32>(node, 8) + ((above | outside) << 5);
}

/**
 * Leaf values of one row, each stored in its tree's slot. walks: trees by ascending depth, in eights, each (root address,
 * slot address, depth); the steps of eight trees are independent, so their loads overlap.
 */
function walkTrees(walks: usize, end: usize, row: usize): void {
  for (let w = walks; w < end; w += 96) {
    let k0 = <usize>load<u32>(w, 0);
    let k1 = <usize>load<u32>(w, 12);
    let k2 = <usize>load<u32>(w, 24);
    let k3 = <usize>load<u32>(w, 36);
    let k4 = <usize>load<u32>(w, 48);
    let k5 = <usize>load<u32>(w, 60);
    let k6 = <usize>load<u32>(w, 72);
    let k7 = <usize>load<u32>(w, 84);
    const depth = load<u32>(w, 92);
    for (let d: u32 = 0; d < depth; d++) {
      k0 = next(k0, row);
      k1 = next(k1, row);
      k2 = next(k2, row);
      k3 = next(k3, row);
      k4 = next(k4, row);
      k5 = next(k5, row);
      k6 = next(k6, row);
      k7 = next(k7, row);
    }
    store<f32>(<usize>load<u32>(w, 4), load<f32>(k0, 12));
    store<f32>(<usize>load<u32>(w, 16), load<f32>(k1, 12));
    store<f32>(<usize>load<u32>(w, 28), load<f32>(k2, 12));
    store<f32>(<usize>load<u32>(w, 40), load<f32>(k3, 12));
    store<f32>(<usize>load<u32>(w, 52), load<f32>(k4, 12));
    store<f32>(<usize>load<u32>(w, 64), load<f32>(k5, 12));
    store<f32>(<usize>load<u32>(w, 76), load<f32>(k6, 12));
    store<f32>(<usize>load<u32>(w, 88), load<f32>(k7, 12));
  }
}

function walkTreesWithSets(walks: usize, end: usize, row: usize): void {
  for (let w = walks; w < end; w += 96) {
    let k0 = <usize>load<u32>(w, 0);
    let k1 = <usize>load<u32>(w, 12);
    let k2 = <usize>load<u32>(w, 24);
    let k3 = <usize>load<u32>(w, 36);
    let k4 = <usize>load<u32>(w, 48);
    let k5 = <usize>load<u32>(w, 60);
    let k6 = <usize>load<u32>(w, 72);
    let k7 = <usize>load<u32>(w, 84);
    const depth = load<u32>(w, 92);
    for (let d: u32 = 0; d < depth; d++) {
      k0 = nextWithSets(k0, row);
      k1 = nextWithSets(k1, row);
      k2 = nextWithSets(k2, row);
      k3 = nextWithSets(k3, row);
      k4 = nextWithSets(k4, row);
      k5 = nextWithSets(k5, row);
      k6 = nextWithSets(k6, row);
      k7 = nextWithSets(k7, row);
    }
    store<f32>(<usize>load<u32>(w, 4), load<f32>(k0, 12));
    store<f32>(<usize>load<u32>(w, 16), load<f32>(k1, 12));
    store<f32>(<usize>load<u32>(w, 28), load<f32>(k2, 12));
    store<f32>(<usize>load<u32>(w, 40), load<f32>(k3, 12));
    store<f32>(<usize>load<u32>(w, 52), load<f32>(k4, 12));
    store<f32>(<usize>load<u32>(w, 64), load<f32>(k5, 12));
    store<f32>(<usize>load<u32>(w, 76), load<f32>(k6, 12));
    store<f32>(<usize>load<u32>(w, 88), load<f32>(k7, 12));
  }
}

/** Margin of one row: the base, then the leaf values in the order of the trees. slots: f32 by tree. */
export function scoreRow(
  withSets: bool,
  base: f64,
  walks: usize,
  end: usize,
  slots: usize,
  trees: usize,
  row: usize,
): f64 {
  if (withSets) walkTreesWithSets(walks, end, row);
  else walkTrees(walks, end, row);
  let margin = base;
  for (let t: usize = 0; t < trees; t++) margin += <f64>load<f32>(slots + (t << 2));
  return margin;
}

/** Adds one tree to the margins of n rows, eight at a time; n is a multiple of eight. */
function addTree(root: usize, depth: u32, rows: usize, stride: usize, n: usize, out: usize): void {
  for (let i: usize = 0; i < n; i += 8) {
    const x0 = rows + i * stride;
    const x1 = x0 + stride;
    const x2 = x1 + stride;
    const x3 = x2 + stride;
    const x4 = x3 + stride;
    const x5 = x4 + stride;
    const x6 = x5 + stride;
    const x7 = x6 + stride;
    let k0 = root;
    let k1 = root;
    let k2 = root;
    let k3 = root;
    let k4 = root;
    let k5 = root;
    let k6 = root;
    let k7 = root;
    for (let d: u32 = 0; d < depth; d++) {
      k0 = next(k0, x0);
      k1 = next(k1, x1);
      k2 = next(k2, x2);
      k3 = next(k3, x3);
      k4 = next(k4, x4);
      k5 = next(k5, x5);
      k6 = next(k6, x6);
      k7 = next(k7, x7);
    }
    const o = out + (i << 3);
    store<f64>(o, load<f64>(o) + <f64>load<f32>(k0, 12));
    store<f64>(o, load<f64>(o, 8) + <f64>load<f32>(k1, 12), 8);
    store<f64>(o, load<f64>(o, 16) + <f64>load<f32>(k2, 12), 16);
    store<f64>(o, load<f64>(o, 24) + <f64>load<f32>(k3, 12), 24);
    store<f64>(o, load<f64>(o, 32) + <f64>load<f32>(k4, 12), 32);
    store<f64>(o, load<f64>(o, 40) + <f64>load<f32>(k5, 12), 40);
    store<f64>(o, load<f64>(o, 48) + <f64>load<f32>(k6, 12), 48);
    store<f64>(o, load<f64>(o, 56) + <f64>load<f32>(k7, 12), 56);
  }
}

function addTreeWithSets(root: usize, depth: u32, rows: usize, stride: usize, n: usize, out: usize): void {
  for (let i: usize = 0; i < n; i += 8) {
    const x0 = rows + i * stride;
    const x1 = x0 + stride;
    const x2 = x1 + stride;
    const x3 = x2 + stride;
    const x4 = x3 + stride;
    const x5 = x4 + stride;
    const x6 = x5 + stride;
    const x7 = x6 + stride;
    let k0 = root;
    let k1 = root;
    let k2 = root;
    let k3 = root;
    let k4 = root;
    let k5 = root;
    let k6 = root;
    let k7 = root;
    for (let d: u32 = 0; d < depth; d++) {
      k0 = nextWithSets(k0, x0);
      k1 = nextWithSets(k1, x1);
      k2 = nextWithSets(k2, x2);
      k3 = nextWithSets(k3, x3);
      k4 = nextWithSets(k4, x4);
      k5 = nextWithSets(k5, x5);
      k6 = nextWithSets(k6, x6);
      k7 = nextWithSets(k7, x7);
    }
    const o = out + (i << 3);
    store<f64>(o, load<f64>(o) + <f64>load<f32>(k0, 12));
    store<f64>(o, load<f64>(o, 8) + <f64>load<f32>(k1, 12), 8);
    store<f64>(o, load<f64>(o, 16) + <f64>load<f32>(k2, 12), 16);
    store<f64>(o, load<f64>(o, 24) + <f64>load<f32>(k3, 12), 24);
    store<f64>(o, load<f64>(o, 32) + <f64>load<f32>(k4, 12), 32);
    store<f64>(o, load<f64>(o, 40) + <f64>load<f32>(k5, 12), 40);
    store<f64>(o, load<f64>(o, 48) + <f64>load<f32>(k6, 12), 48);
    store<f64>(o, load<f64>(o, 56) + <f64>load<f32>(k7, 12), 56);
  }
}

/** Margins of n rows, n a multiple of eight, in the same order of additions. trees: (root address, depth) by tree. */
export function scoreRows(
  withSets: bool,
  base: f64,
  trees: usize,
  end: usize,
  rows: usize,
  stride: usize,
  n: usize,
  out: usize,
): void {
  for (let i: usize = 0; i < n; i++) store<f64>(out + (i << 3), base);
  for (let t = trees; t < end; t += 8) {
    const root = <usize>load<u32>(t);
    const depth = load<u32>(t, 4);
    if (withSets) addTreeWithSets(root, depth, rows, stride, n, out);
    else addTree(root, depth, rows, stride, n, out);
  }
}
