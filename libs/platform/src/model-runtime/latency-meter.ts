/** Mean time of predictions since a version was put into use. */
export class LatencyMeter {
  private total = 0;
  private counted = 0;

  /** @param warmUpMs mean time of the warm-up predictions: what is told until there are real ones. */
  constructor(private readonly warmUpMs: number) {}

  add(milliseconds: number): void {
    this.total += milliseconds;
    this.counted += 1;
  }

  get requests(): number {
    return this.counted;
  }

  get meanMs(): number {
    return this.counted === 0 ? this.warmUpMs : this.total / this.counted;
  }
}
