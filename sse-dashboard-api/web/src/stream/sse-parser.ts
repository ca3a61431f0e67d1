export interface SseEvent {
  event: string;
  data: string;
  id: string | undefined;
}

export interface SseSink {
  event(event: SseEvent): void;
  comment(): void;
  retry(ms: number): void;
}

/** The event-stream grammar of the HTML standard, fed in arbitrary pieces. Unlike EventSource it shows heartbeats. */
export class SseParser {
  private rest = '';
  private data: string[] = [];
  private name = '';
  private id: string | undefined;

  constructor(private readonly sink: SseSink) {}

  feed(text: string): void {
    const lines = (this.rest + text).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.line(line);
  }

  private line(line: string): void {
    if (line === '') {
      this.dispatch();
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) {
      this.sink.comment();
      return;
    }
    const field = colon < 0 ? line : line.slice(0, colon);
    this.field(field, colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, ''));
  }

  private field(field: string, value: string): void {
    if (field === 'data') this.data.push(value);
    else if (field === 'event') this.name = value;
    else if (field === 'id' && !value.includes('\0')) this.id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) this.sink.retry(Number(value));
  }

  private dispatch(): void {
    if (this.data.length > 0) {
      this.sink.event({ event: this.name || 'message', data: this.data.join('\n'), id: this.id });
    }
    this.data = [];
    this.name = '';
    this.id = undefined;
  }
}
