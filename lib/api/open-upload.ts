import { failed, meterArchive, openArchive } from './archive';
import { ByteReader } from './byte-reader';
import type { IncomingDocument } from './incoming';
import { openEnvelope } from './inflate';
import { type Limits, meter } from './limits';
import { isTar } from './tar';

/**
 * The documents in what was sent under one name: one, or those of a tar archive, plain or compressed. Bytes are counted as sent, as
 * inflated, and per document; the first byte above a limit ends that document (413). Trouble is told by the bytes of a document.
 */
export async function* openUpload(filename: string, source: AsyncIterable<Uint8Array>, limits: Limits): AsyncGenerator<IncomingDocument> {
  let reader: ByteReader | null = null;
  try {
    const envelope = await openEnvelope(meter(source, limits, 'wire'));
    reader = envelope;
    if (isTar(await envelope.peek(512))) {
      reader = new ByteReader(meterArchive(envelope.stream(), limits));
      yield* openArchive(filename, reader, limits);
    } else {
      yield { filename, bytes: meter(envelope.stream(), limits, 'document') };
    }
  } catch (error) {
    yield failed(filename, error);
  } finally {
    await reader?.close();
  }
}
