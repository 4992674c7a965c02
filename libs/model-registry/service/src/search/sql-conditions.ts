/** Conditions of a WHERE clause and the values bound to them; a value never becomes part of the text. */
export class SqlConditions {
  private readonly conditions: string[] = [];
  readonly values: unknown[] = [];

  /** Binds a value and gives its place: `$3`. */
  bind(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  add(condition: string): void {
    this.conditions.push(condition);
  }

  get where(): string {
    return this.conditions.length === 0 ? 'TRUE' : this.conditions.join(' AND ');
  }
}
