// TreeSHAP by quadrature for paths of at most eight unique features: four Gauss–Legendre points, two f64x2 vectors.
//
// The trees' nodes stand one after the other, parents first, 32 bytes each:
//    0 f64  z: share of the cover that follows the path at all nodes of the feature that the parent tests
//    8 f32  threshold of the node's own test, or leaf value; u32 number of the test where its decision is given
//   12 u32  byte offset in the row (f32 each) of the feature of its own test
//   16 u32  byte offset of the parent's slot
//   20 u32  byte offset of the slot of the nearest ancestor below a test of the same feature, or 0 for none
//   24 u32  byte offset in the output (f64 each) of the feature that the parent tests
//   28 u32  flags: 1 right child, 2 leaf, 4 its decision is given, 8 missing goes left
// A slot is 96 bytes of working space for a node of the tree at hand: P and S (two f64x2 each), z, o (f64), and at 80 the
// side its own test takes (u32). Slot 0 stands above the root. trees: for each, address of its first node and of its end.

const SLOT: usize = 96;

/** Nodes of the 4-point rule on [0, 1]: t, 1 − t, and the weights. */
function points0(): v128 {
  return f64x2(0.06943184420297371, 0.33000947820757187);
}
function points1(): v128 {
  return f64x2(0.6699905217924281, 0.9305681557970262);
}
function rest0(): v128 {
  return f64x2(0.9305681557970262, 0.6699905217924281);
}
function rest1(): v128 {
  return f64x2(0.33000947820757187, 0.06943184420297371);
}
function weights0(): v128 {
  return f64x2(0.17392742256872693, 0.32607257743127307);
}
function weights1(): v128 {
  return f64x2(0.32607257743127307, 0.17392742256872693);
}

/** Factor of a feature: z (1 − t) + o t. */
function factor0(z: f64, o: f64): v128 {
  return f64x2.add(f64x2.mul(f64x2.splat(z), rest0()), f64x2.mul(f64x2.splat(o), points0()));
}
function factor1(z: f64, o: f64): v128 {
  return f64x2.add(f64x2.mul(f64x2.splat(z), rest1()), f64x2.mul(f64x2.splat(o), points1()));
}

/** (o − z) Σ_q w_q S_q / f_q. */
function contribution(z: f64, o: f64, s0: v128, s1: v128): f64 {
  const sum = f64x2.add(
    f64x2.div(f64x2.mul(weights0(), s0), factor0(z, o)),
    f64x2.div(f64x2.mul(weights1(), s1), factor1(z, o)),
  );
  return (o - z) * (f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1));
}

/** Adds to `out` the attributions of one row over all trees. */
export function explain(trees: usize, treesEnd: usize, row: usize, decisions: usize, slots: usize, out: usize): void {
  // The place above the root: every path is open, and the root is on the side it takes.
  v128.store(slots, f64x2.splat(1));
  v128.store(slots, f64x2.splat(1), 16);
  store<u32>(slots, 0, 80);
  for (let tree = trees; tree < treesEnd; tree += 8) {
    const first = <usize>load<u32>(tree);
    const end = <usize>load<u32>(tree, 4);
    let slot = slots + SLOT;
    for (let node = first; node < end; node += 32, slot += SLOT) {
      const flags = load<u32>(node, 28);
      const parent = slots + <usize>load<u32>(node, 16);
      const ancestor = <usize>load<u32>(node, 20);
      const z = load<f64>(node);
      let o: f64 = load<u32>(parent, 80) == (flags & 1) ? 1 : 0;
      let p0 = v128.load(parent);
      let p1 = v128.load(parent, 16);
      if (ancestor != 0) {
        const above = slots + ancestor;
        const za = load<f64>(above, 64);
        const oa = load<f64>(above, 72);
        o *= oa;
        p0 = f64x2.div(p0, factor0(za, oa));
        p1 = f64x2.div(p1, factor1(za, oa));
      }
      p0 = f64x2.mul(p0, factor0(z, o));
      p1 = f64x2.mul(p1, factor1(z, o));
      store<f64>(slot, z, 64);
      store<f64>(slot, o, 72);
      if (flags & 2) {
        const value = f64x2.splat(<f64>load<f32>(node, 8));
        v128.store(slot, f64x2.mul(p0, value), 32);
        v128.store(slot, f64x2.mul(p1, value), 48);
        continue;
      }
      v128.store(slot, p0);
      v128.store(slot, p1, 16);
      v128.store(slot, f64x2.splat(0), 32);
      v128.store(slot, f64x2.splat(0), 48);
      if (flags & 4) {
        store<u32>(slot, <u32>load<u8>(decisions + <usize>load<u32>(node, 8)), 80);
      } else {
        const x = load<f32>(row + <usize>load<u32>(node, 12));
        const left = (<u32>(x <= load<f32>(node, 8))) | ((<u32>(x != x)) & ((flags >> 3) & 1));
        store<u32>(slot, 1 - left, 80);
      }
    }
    for (let node = end - 32; node >= first; node -= 32) {
      slot -= SLOT;
      const s0 = v128.load(slot, 32);
      const s1 = v128.load(slot, 48);
      const parent = slots + <usize>load<u32>(node, 16);
      const ancestor = <usize>load<u32>(node, 20);
      v128.store(parent, f64x2.add(v128.load(parent, 32), s0), 32);
      v128.store(parent, f64x2.add(v128.load(parent, 48), s1), 48);
      let phi = contribution(load<f64>(node), load<f64>(slot, 72), s0, s1);
      // Leaves below belong to this node's factor, not to that of the same feature further up.
      if (ancestor != 0) phi -= contribution(load<f64>(slots + ancestor, 64), load<f64>(slots + ancestor, 72), s0, s1);
      const place = out + <usize>load<u32>(node, 24);
      store<f64>(place, load<f64>(place) + phi);
    }
  }
}
