import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../../bench/onnx-swaps.bench.mjs', import.meta.url));

describe('the benchmark of swapped ONNX sessions', () => {
  it('finds the memory of a tree model bounded, also after few swaps', () => {
    const output = execFileSync(process.execPath, [SCRIPT, '--models', 'trees', '--swaps', '60']).toString();
    const { ratio, resident_end_mb } = JSON.parse(output) as { ratio: number; resident_end_mb: number };
    expect(resident_end_mb).toBeGreaterThan(0);
    expect(ratio).toBeLessThanOrEqual(1.3);
  }, 120_000);
});
