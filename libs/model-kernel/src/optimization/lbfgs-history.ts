/**
 * The last few steps s and the changes y of the gradient along them, and the inverse Hessian H they stand for.
 *
 * @see Nocedal & Wright (2006), Numerical Optimization, 2nd ed., Algorithm 7.4 and equation 7.20.
 */
export class LbfgsHistory {
  private readonly steps: Float64Array[];
  private readonly changes: Float64Array[];
  private readonly curvature: Float64Array;
  private readonly alpha: Float64Array;
  private newest = -1;
  private count = 0;

  constructor(
    private readonly memory: number,
    size: number,
  ) {
    this.steps = Array.from({ length: memory }, () => new Float64Array(size));
    this.changes = Array.from({ length: memory }, () => new Float64Array(size));
    this.curvature = new Float64Array(memory);
    this.alpha = new Float64Array(memory);
  }

  get empty(): boolean {
    return this.count === 0;
  }

  clear(): void {
    this.count = 0;
  }

  /** Remembers x → next, unless y·s is no longer positive: H would lose its definiteness. */
  push(x: Float64Array, next: Float64Array, gradient: Float64Array, nextGradient: Float64Array): void {
    const slot = (this.newest + 1) % this.memory;
    const s = this.steps[slot]!;
    const y = this.changes[slot]!;
    let sy = 0;
    let yy = 0;
    for (let i = 0; i < s.length; i++) {
      s[i] = next[i]! - x[i]!;
      y[i] = nextGradient[i]! - gradient[i]!;
      sy += s[i]! * y[i]!;
      yy += y[i]! * y[i]!;
    }
    if (!(sy > 1e-16 * yy)) {
      // The slot held the oldest pair, which is gone now.
      this.count = Math.min(this.count, this.memory - 1);
      return;
    }
    this.curvature[slot] = sy;
    this.newest = slot;
    this.count = Math.min(this.count + 1, this.memory);
  }

  /** v ← H v, in place. */
  multiply(v: Float64Array): void {
    const { memory, newest, count, curvature, alpha } = this;
    if (count === 0) return;
    for (let back = 0; back < count; back++) {
      const slot = (newest - back + memory) % memory;
      alpha[slot] = dot(this.steps[slot]!, v) / curvature[slot]!;
      addScaled(v, -alpha[slot]!, this.changes[slot]!);
    }
    const latest = this.changes[newest]!;
    const scale = curvature[newest]! / dot(latest, latest);
    for (let i = 0; i < v.length; i++) v[i]! *= scale;
    for (let back = count - 1; back >= 0; back--) {
      const slot = (newest - back + memory) % memory;
      const beta = dot(this.changes[slot]!, v) / curvature[slot]!;
      addScaled(v, alpha[slot]! - beta, this.steps[slot]!);
    }
  }
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function addScaled(v: Float64Array, scale: number, w: Float64Array): void {
  for (let i = 0; i < v.length; i++) v[i]! += scale * w[i]!;
}
