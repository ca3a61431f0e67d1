import { beforeEach, describe, expect, it } from 'vitest';
import { SseParser, type SseEvent } from '../src/stream/sse-parser';

let events: SseEvent[];
let comments: number;
let retry: number | undefined;
let parser: SseParser;

beforeEach(() => {
  events = [];
  comments = 0;
  retry = undefined;
  parser = new SseParser({
    event: (event) => events.push(event),
    comment: () => comments++,
    retry: (ms) => (retry = ms),
  });
});

describe('SseParser', () => {
  it('reads id, event and data', () => {
    parser.feed('id: 1~CgQ\nevent: rollups\ndata: [1]\n\n');
    expect(events).toEqual([{ id: '1~CgQ', event: 'rollups', data: '[1]' }]);
  });

  it('reads the same however the bytes are cut', () => {
    for (const byte of 'event: a\r\ndata: x\r\ndata: y\r\n\r\nevent: b\ndata: z\n\n') parser.feed(byte);
    expect(events.map(({ event, data }) => `${event}=${data}`)).toEqual(['a=x\ny', 'b=z']);
  });

  it('shows heartbeats, which carry no event', () => {
    parser.feed(': heartbeat\n\n: heartbeat\n\n');
    expect(comments).toBe(2);
    expect(events).toEqual([]);
  });

  it('dispatches nothing without data, and no name or id of an earlier event', () => {
    parser.feed('id: 7\nevent: empty\n\ndata: x\n\n');
    expect(events).toEqual([{ id: undefined, event: 'message', data: 'x' }]);
  });

  it('takes a delay only when it is a number', () => {
    parser.feed('retry: soon\n');
    expect(retry).toBeUndefined();
    parser.feed('retry: 2500\n');
    expect(retry).toBe(2500);
  });
});
