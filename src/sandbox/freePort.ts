import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';

/** The port, if nothing listens on it just now, or any free one. 0 is any. 127.0.0.1 only. */
export function findFreePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      // Ports below 1024 (EACCES) and taken ones: a sandbox runs just as well on another.
      if (wanted !== 0 && (error.code === 'EADDRINUSE' || error.code === 'EACCES')) resolve(findFreePort());
      else reject(error);
    });
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
