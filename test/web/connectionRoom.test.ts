import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createConnectionRoom } from '../../src/web/connectionRoom.ts';

const PROXY = '10.0.0.1';

/** Connections from these addresses, one after the other, with room for `most`. */
function fill(most: number, addresses: readonly string[]) {
  const room = createConnectionRoom(most, (address) => address === PROXY);
  const gone: string[] = [];
  function enter(remoteAddress: string) {
    const events = new EventEmitter();
    const connection = Object.assign(events, {
      remoteAddress,
      destroy() {
        gone.push(remoteAddress);
        events.emit('close');
        return connection;
      },
    });
    room.enter(connection as never);
    return connection;
  }
  const connections = addresses.map(enter);
  /** Begins a request, sent whole or not; answers its end. */
  const begin = (at: number, complete = true) => room.use(connections[at] as never, { complete });
  return { enter, gone, connections, begin, use: (at: number) => begin(at)() };
}

describe('D18: one connection too many', () => {
  it('costs whoever holds the most of them one, and nobody else', () => {
    const { enter, gone } = fill(5, ['192.0.2.1', '192.0.2.9', '192.0.2.9', '192.0.2.9', '192.0.2.2']);
    for (const each of ['192.0.2.3', '192.0.2.9', '192.0.2.9']) enter(each);
    expect(gone).toEqual(['192.0.2.9', '192.0.2.9', '192.0.2.9']);
  });

  it('costs the one whose last request is the longest ago', () => {
    const room = fill(3, ['192.0.2.9', '192.0.2.9', '192.0.2.9']);
    room.use(0);
    room.enter('192.0.2.1');
    expect(room.connections.map((each) => each.listenerCount('close'))).toEqual([1, 0, 1]);
  });

  it('costs nobody anything while others leave by themselves', () => {
    const { enter, gone, connections } = fill(2, ['192.0.2.1', '192.0.2.2']);
    connections[0]?.emit('close');
    enter('192.0.2.3');
    expect(gone).toEqual([]);
  });

  it('costs the addresses of one network together', () => {
    const { enter, gone } = fill(3, ['2001:db8::1', '2001:db8::2', '192.0.2.1']);
    enter('192.0.2.2');
    expect(gone).toEqual(['2001:db8::1']);
  });

  it('costs a proxy nothing while anybody else has one, and is its own matter else', () => {
    const { enter, gone } = fill(3, [PROXY, PROXY, '192.0.2.9']);
    enter(PROXY);
    expect(gone).toEqual(['192.0.2.9']);
    enter(PROXY);
    expect(gone).toEqual(['192.0.2.9', PROXY]);
    enter('192.0.2.9');
    expect(gone).toEqual(['192.0.2.9', PROXY, '192.0.2.9']);
  });

  it('costs nobody who waits for an answer theirs, with a thousand idle ones of the same address', () => {
    const { enter, gone, begin, connections } = fill(
      1_000,
      Array.from({ length: 1_000 }, () => '192.0.2.9'),
    );
    for (const at of [0, 1, 2]) begin(at);
    for (const _ of Array(20)) enter('192.0.2.9');
    expect(gone).toHaveLength(20);
    expect(connections.slice(0, 3).map((each) => each.listenerCount('close'))).toEqual([1, 1, 1]);
  });

  it('costs nobody who waits for an answer theirs, with a thousand of as many addresses', () => {
    const room = fill(1_000, [
      ...Array.from({ length: 3 }, () => '192.0.2.9'),
      ...Array.from({ length: 997 }, (_, at) => `198.51.${Math.floor(at / 200)}.${at % 200}`),
    ]);
    for (const at of [0, 1, 2]) room.begin(at);
    room.use(3);
    for (const at of Array(995).keys()) room.enter(`203.0.${Math.floor(at / 200)}.${at % 200}`);
    expect(room.gone).not.toContain('192.0.2.9');
    expect(room.gone).not.toContain('198.51.0.0');
    expect(room.gone).toHaveLength(995);
  });

  it('costs the newcomer its own where all the others wait for their answers, until one has it', () => {
    const { enter, gone, begin } = fill(2, ['192.0.2.9', '192.0.2.9']);
    const [end] = [begin(0), begin(1)];
    enter('192.0.2.1');
    expect(gone).toEqual(['192.0.2.1']);
    end?.();
    enter('192.0.2.2');
    expect(gone).toEqual(['192.0.2.1', '192.0.2.9']);
  });

  it('costs who has yet to send a request whole, but after whoever does nothing', () => {
    const { enter, gone, begin } = fill(3, ['192.0.2.1', '192.0.2.2', '192.0.2.3']);
    begin(0, false);
    begin(2);
    for (const each of ['192.0.2.4', '192.0.2.5']) enter(each);
    expect(gone).toEqual(['192.0.2.2', '192.0.2.4']);
  });

  it('costs whoever opens many one, used or not, before anybody who has just come', () => {
    const { enter, gone, use } = fill(
      100,
      Array.from({ length: 100 }, () => '192.0.2.9'),
    );
    for (const at of Array(100).keys()) use(at);
    for (const each of ['192.0.2.1', '192.0.2.2', '192.0.2.9', '192.0.2.9']) enter(each);
    expect(gone).toEqual(Array(4).fill('192.0.2.9'));
  });

  it('costs the networks of one site of IPv6 together', () => {
    const { enter, gone } = fill(4, ['192.0.2.1', '192.0.2.1', '2001:db8:0:1::1', '2001:db8:0:2::1']);
    enter('2001:db8:0:3::1');
    expect(gone).toEqual(['2001:db8:0:1::1']);
  });
});
