import uPlot from 'uplot';
import type { Frame, Mark } from './frame';
import { FIRST_LINE, plotOptions } from './plot-options';
import type { ChartTheme } from './theme';

const HEIGHT = 190;

/** What the pointer is over: an index into the frame and a line; undefined when it has left. */
export interface Pointer {
  cursor: (index: number | undefined) => void;
  focus: (line: number | undefined) => void;
}

/** One uPlot, with marks for corrected and lone points drawn over it. */
export class Plot {
  private readonly plot: uPlot;
  private frame: Frame | undefined;
  private disposed = false;

  constructor(
    private readonly host: HTMLElement,
    lines: number,
    private readonly theme: ChartTheme,
    pointer: Pointer,
  ) {
    const hooks: uPlot.Hooks.Arrays = {
      draw: [
        () => {
          this.drawMarks();
        },
      ],
      setCursor: [
        ({ cursor }) => {
          pointer.cursor(cursor.idx ?? undefined);
        },
      ],
      setSeries: [
        (_, index) => {
          pointer.focus(index === null ? undefined : index - FIRST_LINE);
        },
      ],
    };
    const empty = Array.from({ length: lines + FIRST_LINE + 1 }, () => []) as unknown as uPlot.AlignedData;
    this.plot = new uPlot(plotOptions(lines, theme, hooks), empty, host);
    this.resize();
  }

  get pixels(): number {
    return Math.max(100, this.host.clientWidth - 50);
  }

  resize(): void {
    if (!this.disposed && this.host.clientWidth > 0) {
      this.plot.setSize({ width: this.host.clientWidth, height: this.host.clientHeight || HEIGHT });
    }
  }

  draw(frame: Frame, from: number, to: number): void {
    if (this.disposed) return;
    this.frame = frame;
    const data = [frame.xs, frame.max, frame.min, ...frame.lines, frame.mean] as uPlot.AlignedData;
    this.plot.batch(() => {
      this.plot.setData(data, false);
      this.plot.setScale('x', { min: from / 1_000, max: to / 1_000 });
    });
  }

  /** Brings one line forward; undefined brings all back. */
  focus(line: number | undefined): void {
    this.plot.setSeries(line === undefined ? null : line + FIRST_LINE, { focus: line !== undefined });
  }

  dispose(): void {
    this.disposed = true;
    this.plot.destroy();
  }

  private drawMarks(): void {
    const { frame, plot } = this;
    if (!frame) return;
    const { ctx } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(plot.bbox.left, plot.bbox.top, plot.bbox.width, plot.bbox.height);
    ctx.clip();
    for (const mark of frame.lone) this.dot(mark, 1.5, this.lineColour(mark));
    for (const x of frame.ticks) this.correctionTick(x);
    for (const mark of frame.corrected) this.ring(mark);
    ctx.restore();
  }

  private lineColour(mark: Mark): string {
    return this.theme.lines[mark.line % this.theme.lines.length];
  }

  private dot(mark: Mark, radius: number, fill: string): void {
    const { ctx } = this.plot;
    ctx.beginPath();
    ctx.arc(this.x(mark.x), this.y(mark.y), radius * devicePixelRatio, 0, 2 * Math.PI);
    ctx.fillStyle = fill;
    ctx.fill();
  }

  private ring(mark: Mark): void {
    const { ctx } = this.plot;
    this.dot(mark, 3.5, this.theme.panel);
    ctx.strokeStyle = this.theme.correction;
    ctx.lineWidth = 1.75 * devicePixelRatio;
    ctx.stroke();
  }

  private correctionTick(x: number): void {
    const { ctx, bbox } = this.plot;
    const size = 4 * devicePixelRatio;
    const bottom = bbox.top + bbox.height;
    ctx.beginPath();
    ctx.moveTo(this.x(x), bottom - 1.5 * size);
    ctx.lineTo(this.x(x) + size, bottom);
    ctx.lineTo(this.x(x) - size, bottom);
    ctx.fillStyle = this.theme.correction;
    ctx.fill();
  }

  private x(seconds: number): number {
    return this.plot.valToPos(seconds, 'x', true);
  }

  private y(value: number): number {
    return this.plot.valToPos(value, 'y', true);
  }
}
