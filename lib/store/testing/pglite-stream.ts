import { Duplex } from 'node:stream';
import type { PGlite } from '@electric-sql/pglite';

/** The "X" that a client sends before it hangs up. */
const TERMINATE = 0x58;

/**
 * Lets the ordinary `pg` driver talk to a PostgreSQL that runs inside this process (PGlite), as if over a socket: tests use the same
 * adapter as production. Cuts what the driver writes into messages of the wire protocol and pushes back what the database answers.
 * https://www.postgresql.org/docs/current/protocol-message-formats.html: a type byte (the first message has none), then Int32 length.
 */
export class PgliteStream extends Duplex {
  #pending: Buffer = Buffer.alloc(0);
  #started = false;

  constructor(private readonly database: PGlite) {
    super();
  }

  connect(): this {
    this.database.waitReady.then(
      () => this.emit('connect'),
      (error) => this.destroy(error),
    );
    return this;
  }

  // What the driver asks of a socket.
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  setTimeout(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#pending = this.#pending.length > 0 ? Buffer.concat([this.#pending, chunk]) : chunk;
    this.#drain().then(() => done(), done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.push(null);
    done();
  }

  async #drain(): Promise<void> {
    for (;;) {
      const type = this.#started ? 1 : 0;
      if (this.#pending.length < type + 4) return;
      const length = type + this.#pending.readUInt32BE(type);
      if (this.#pending.length < length) return;
      const message = this.#pending.subarray(0, length);
      this.#pending = this.#pending.subarray(length);
      this.#started = true;
      // The database outlives the connection.
      if (type === 1 && message[0] === TERMINATE) return;
      await this.database.runExclusive(() =>
        this.database.execProtocolRawStream(message, {
          syncToFs: true,
          onRawData: (data) => void this.push(Buffer.from(data)),
        }),
      );
    }
  }
}
