// Branchless evaluation of flattened trees. A node is 16 bytes: byte offset of its feature in the row (u32), threshold
// (f32), address of its left child (u32) with the right child right after it, leaf value (f32). A leaf is its own left
// child and its threshold is never exceeded, so walking on from a leaf stays there and every tree takes a fixed number of
// steps. With sets, a node is 20 bytes: at 16 the address of its table of bytes by category, 1 for right.
export function placeholder(): void {}
