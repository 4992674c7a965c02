// Hot loops of TreeSHAP by tables, over nodes as assembly/scoring.ts lays them out.

/**
 * For each node two masks (u32): the first all ones when the row goes right there, so that it leaves a path to the left;
 * the second all ones when it goes left.
 */
export function decide(nodes: usize, count: usize, row: usize, masks: usize): void {
  for (let i: usize = 0; i < count; i++) {
    const node = nodes + (i << 4);
    const right = <u32>(load<f32>(row + <usize>load<u32>(node)) > load<f32>(node, 4));
    store<u32>(masks + (i << 3), 0 - right);
    store<u32>(masks + (i << 3), right - 1, 4);
  }
}

/** The same for nodes of 32 bytes, some of which test for a category. */
export function decideWithSets(nodes: usize, count: usize, row: usize, masks: usize): void {
  for (let i: usize = 0; i < count; i++) {
    const node = nodes + (i << 5);
    const above = <u32>(load<f32>(row + <usize>load<u32>(node)) > load<f32>(node, 4));
    const outside = <u32>load<u8>(<usize>load<u32>(node, 16) + <usize>load<u32>(row + <usize>load<u32>(node, 20)));
    const right = above | outside;
    store<u32>(masks + (i << 3), 0 - right);
    store<u32>(masks + (i << 3), right - 1, 4);
  }
}

/**
 * Adds the contributions of every leaf to out (f64 by feature). A leaf in `leaves` is a number of steps (u32), its number
 * of features d (u32) and the address of its table (u32): 2^d patterns of d f64. Its steps are (address of a mask u32, bit
 * of the feature u32); its features are byte offsets into out (u32).
 */
export function addLeaves(leaves: usize, end: usize, steps: usize, features: usize, out: usize): void {
  let step = steps;
  let feature = features;
  for (let leaf = leaves; leaf < end; leaf += 12) {
    let missed: u32 = 0;
    for (const stop = step + ((<usize>load<u32>(leaf)) << 3); step < stop; step += 8) {
      missed |= load<u32>(<usize>load<u32>(step)) & load<u32>(step, 4);
    }
    const d = load<u32>(leaf, 4);
    const satisfied = ((1 << d) - 1) & ~missed;
    let entry = <usize>load<u32>(leaf, 8) + ((<usize>(satisfied * d)) << 3);
    for (const stop = feature + ((<usize>d) << 2); feature < stop; feature += 4, entry += 8) {
      const phi = out + <usize>load<u32>(feature);
      store<f64>(phi, load<f64>(phi) + load<f64>(entry));
    }
  }
}
