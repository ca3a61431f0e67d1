/** The last `capacity` numbers, oldest first when read. */
export class Recent {
  private readonly values: Float64Array;
  private written = 0;

  constructor(private readonly capacity: number) {
    this.values = new Float64Array(capacity);
  }

  push(value: number): void {
    this.values[this.written++ % this.capacity] = value;
  }

  get size(): number {
    return Math.min(this.written, this.capacity);
  }

  toArray(): number[] {
    const from = this.written - this.size;
    return Array.from({ length: this.size }, (_, i) => this.values[(from + i) % this.capacity]);
  }

  /** Nearest rank; undefined while empty. */
  quantile(q: number): number | undefined {
    if (this.size === 0) return undefined;
    const sorted = this.toArray().sort((a, b) => a - b);
    return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
  }

  clear(): void {
    this.written = 0;
  }
}
