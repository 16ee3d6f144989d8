import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** What is known of a connection. */
interface Guest {
  /** The request being taken in or answered. */
  request: IncomingMessage | undefined;
  /** Since when, by the server's clock, it has brought nothing forward. */
  idleSince: number;
  /** Bytes both ways when it was last looked at. */
  bytes: number;
}

/** How often it is looked who comes forward, in milliseconds. */
const LOOK_EVERY = 5000;
/** Bytes by which who comes forward is told from who sends a byte now and then to stay: the slowest phone brings more. */
const FORWARD = 1000;

/**
 * Keeps the doors of a full house open: beyond `most` connections each new one takes the place of that which has
 * brought nothing forward for longest, be it silent, a request that never comes to its end (slowloris) or an
 * answer that nobody takes. Nobody is refused for his address: a county may stand behind one. What is being worked
 * on is never cut off.
 */
export function keepDoorsOpen(
  server: Server,
  most: number,
  log: (line: object) => void = () => undefined,
): { stop(): void } {
  const guests = new Map<Socket, Guest>();
  let shed = 0;
  server.on('connection', (socket: Socket) => {
    if (guests.size >= most) {
      const idlest = idlestOf(guests);
      idlest?.destroy();
      if (idlest !== undefined) guests.delete(idlest);
      shed += 1;
    }
    guests.set(socket, { request: undefined, idleSince: performance.now(), bytes: 0 });
    socket.once('close', () => guests.delete(socket));
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const guest = guests.get(request.socket);
    if (guest === undefined) return;
    guest.request = request;
    response.once('close', () => {
      guest.request = undefined;
      guest.idleSince = performance.now();
    });
  });
  const looking = setInterval(() => {
    for (const [socket, guest] of guests) {
      const bytes = socket.bytesRead + socket.bytesWritten;
      if (bytes - guest.bytes >= FORWARD) guest.idleSince = performance.now();
      guest.bytes = bytes;
    }
    if (shed > 0) log({ connections: guests.size, cutOff: shed });
    shed = 0;
  }, LOOK_EVERY).unref();
  return { stop: () => clearInterval(looking) };
}

function idlestOf(guests: ReadonlyMap<Socket, Guest>): Socket | undefined {
  let idlest: Socket | undefined;
  let since = Infinity;
  for (const [socket, guest] of guests) {
    if (guest.idleSince >= since || isServed(socket, guest)) continue;
    idlest = socket;
    since = guest.idleSince;
  }
  return idlest;
}

/** Its request has come whole, and it is for the server to go on: nothing lies ready that it does not take. */
function isServed(socket: Socket, { request }: Guest): boolean {
  return request?.complete === true && socket.writableLength === 0;
}
