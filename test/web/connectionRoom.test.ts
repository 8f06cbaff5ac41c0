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
  return { enter, gone, connections, use: (at: number) => room.use(connections[at] as never) };
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
  });
});
