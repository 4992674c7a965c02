import { z } from 'zod';

const Figure = z.union([z.number(), z.string(), z.boolean(), z.null()]);

/**
 * What a script of tools/bench prints. Everything but the fields named here is a figure, a group of figures (ours, a
 * peer's: shown side by side), or a list of rows that share their names.
 */
export const BenchOutput = z
  .object({
    /** Heading of the area; its name when left out. */
    title: z.string().optional(),
    /** Data, split, sizes, repetitions: how the figures came about. No figure is shown without it. */
    protocol: z.string().min(1),
    /** What the figures ought to be, in words. */
    bar: z.string().optional(),
  })
  .catchall(z.union([Figure, z.record(z.string(), Figure), z.array(z.record(z.string(), Figure))]));
export type BenchOutput = z.output<typeof BenchOutput>;
export type Figure = z.output<typeof Figure>;

/** The kind of machine that measured; nothing that names a single one. */
export const Machine = z.object({
  cpu: z.string(),
  cores: z.int(),
  memory_gib: z.number(),
  platform: z.string(),
  node: z.string(),
});
export type Machine = z.output<typeof Machine>;

/** One area's latest result, as kept in docs/benchmarks/. */
export const BenchResult = z.object({
  area: z.string(),
  /** Day of the measurement. */
  measured_on: z.string(),
  /** Commit that was measured; ends in `+` where the tree had changes on top. */
  commit: z.string(),
  machine: Machine,
  outputs: z.array(BenchOutput),
});
export type BenchResult = z.output<typeof BenchResult>;
