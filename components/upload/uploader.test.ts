import { expect, test } from 'vitest';
import type { FoundDocument } from './protocol';
import { needsALook, progressOf } from './rows';
import { type ProgressEvent, SendFailure, type SendRequest, type Transport } from './transport';
import { Uploader } from './uploader';

const limits = { wireBytes: 1_000, documentBytes: 2_000, documentsPerIncident: 4, linkDaysDefault: 30 };
const file = (filename: string, bytes = 10) => ({ filename, content: new Blob(['x'.repeat(bytes)]) });
const parsed = (filename: string): FoundDocument => ({
  id: `id-${filename}`,
  filename,
  sizeBytes: 10,
  lines: 1,
  rejected: null,
  artifacts: [],
});

/** A server in memory: `answer` decides per file; `open` says how many were in flight at most. */
function fakeServer(answer: (request: SendRequest, attempt: number) => Promise<FoundDocument[]> | FoundDocument[]) {
  const seen: string[] = [];
  const created: string[] = [];
  let inFlight = 0;
  let most = 0;
  let announce: (event: ProgressEvent) => void = () => {};
  const transport: Transport = {
    async create(title) {
      created.push(title);
      return { id: 'incident', token: 'token', openPath: '/s/token' };
    },
    async send(request) {
      seen.push(request.filename);
      most = Math.max(most, ++inFlight);
      try {
        return await answer(request, seen.filter((name) => name === request.filename).length);
      } finally {
        inFlight--;
      }
    },
    listen: (_id, _token, onProgress) => {
      announce = onProgress;
    },
    pack: async (content) => ({
      body: content,
      wasCompressed: false,
      unreadable: (await content.text()).startsWith('PK') ? 'Unpack it.' : null,
    }),
  };
  return { transport, seen, created, mostAtOnce: () => most, announce: (event: ProgressEvent) => announce(event) };
}

/** Waits until nothing is at work any more. */
const settled = (uploader: Uploader) =>
  new Promise<string[]>((resolve) => {
    const check = () => {
      const { rows } = uploader.getState();
      if (rows.every((row) => !['waiting', 'packing', 'sending', 'reading'].includes(row.status)))
        resolve(rows.map((row) => `${row.filename} ${row.status}`));
    };
    uploader.subscribe(check);
    check();
  });

test('all go into one incident, two at a time', async () => {
  const server = fakeServer(async ({ filename }) => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    return [parsed(filename)];
  });
  const uploader = new Uploader(server.transport, limits, { kind: 'new' });
  uploader.add([file('t0/pmap.txt'), file('t0/nmt.txt'), file('cpu.txt')]);
  expect(await settled(uploader)).toEqual(['t0/pmap.txt parsed', 't0/nmt.txt parsed', 'cpu.txt parsed']);
  expect(server.created).toEqual(['pmap and 2 more']);
  expect(server.mostAtOnce()).toBe(2);
  expect(uploader.getState().incident?.openPath).toBe('/s/token');
});

test('one bad file loses no other, and says what is wrong with it', async () => {
  const server = fakeServer(({ filename }) => {
    if (filename === 'photo.png') throw new SendFailure({ text: 'Not recognised.', retry: false });
    if (filename === 'old.log') return [{ ...parsed(filename), rejected: 'Nearest format: pmap -x.' }];
    return [parsed(filename)];
  });
  const uploader = new Uploader(server.transport, limits, { kind: 'new' });
  uploader.add([file('photo.png'), file('old.log'), file('pmap.txt')]);
  expect(await settled(uploader)).toEqual(['photo.png rejected', 'old.log rejected', 'pmap.txt parsed']);
  expect(uploader.getState().rows.map((row) => row.problem?.text ?? '')).toEqual(['Not recognised.', 'Nearest format: pmap -x.', '']);
  expect(uploader.getState().rows.filter(needsALook)).toHaveLength(2);
});

test('a lost connection can be tried again', async () => {
  const server = fakeServer(({ filename }, attempt) => {
    if (attempt === 1) throw new SendFailure({ text: 'The connection was lost.', retry: true });
    return [parsed(filename)];
  });
  const uploader = new Uploader(server.transport, limits, { kind: 'new' });
  uploader.add([file('pmap.txt')]);
  expect(await settled(uploader)).toEqual(['pmap.txt failed']);
  uploader.retry(1);
  expect(await settled(uploader)).toEqual(['pmap.txt parsed']);
  expect(server.created).toHaveLength(1);
});

test('what failed is sent again at one press, and nothing else', async () => {
  let down = true;
  const server = fakeServer(({ filename }) => {
    if (down && filename !== 'a.txt') throw new SendFailure({ text: 'Down.', retry: true });
    return [parsed(filename)];
  });
  const uploader = new Uploader(server.transport, limits, { kind: 'new' });
  uploader.add([file('a.txt'), file('b.txt'), file('c.txt')]);
  expect(await settled(uploader)).toEqual(['a.txt parsed', 'b.txt failed', 'c.txt failed']);
  down = false;
  uploader.retryFailed();
  expect(await settled(uploader)).toEqual(['a.txt parsed', 'b.txt parsed', 'c.txt parsed']);
  expect(server.seen).toEqual(['a.txt', 'b.txt', 'c.txt', 'b.txt', 'c.txt']);
  expect(uploader.getState().incident?.title).toBe('a and 2 more');
});

test('an archive that cannot be read is never sent', async () => {
  const server = fakeServer(({ filename }) => [parsed(filename)]);
  const uploader = new Uploader(server.transport, limits, { kind: 'new' });
  uploader.add([{ filename: 'case.zip', content: new Blob(['PK\u0003\u0004']) }]);
  expect(await settled(uploader)).toEqual(['case.zip refused']);
  expect([server.seen, server.created]).toEqual([[], []]);
});

test('a file above the limit is refused before it is packed; one that is packed already is judged by what is sent', async () => {
  const server = fakeServer(({ filename }) => [parsed(filename)]);
  const packed: number[] = [];
  const { pack } = server.transport;
  server.transport.pack = (content) => {
    packed.push(content.size);
    return pack(content);
  };
  const uploader = new Uploader(server.transport, limits, { kind: 'new' });
  uploader.add([
    file('large.txt', 2_001),
    { filename: 'large.gz', content: new Blob([Uint8Array.of(0x1f, 0x8b, 8, 0), 'x'.repeat(2_500)]) },
  ]);
  expect(await settled(uploader)).toEqual(['large.txt refused', 'large.gz refused']);
  expect(packed).toEqual([2_504]);
});

test('an incident that could not be made is made by the next try', async () => {
  const server = fakeServer(({ filename }) => [parsed(filename)]);
  let attempts = 0;
  const { create } = server.transport;
  server.transport.create = (title) => {
    if (attempts++ === 0) throw new SendFailure({ text: 'Down.', retry: true });
    return create(title);
  };
  const uploader = new Uploader(server.transport, limits, { kind: 'new' });
  uploader.add([file('pmap.txt')]);
  expect(await settled(uploader)).toEqual(['pmap.txt failed']);
  uploader.retry(1);
  expect(await settled(uploader)).toEqual(['pmap.txt parsed']);
});

test('limits are told before anything is sent', async () => {
  const server = fakeServer(({ filename }) => [parsed(filename)]);
  const uploader = new Uploader(server.transport, limits, { kind: 'existing', incidentId: 'known', documentCount: 2 });
  uploader.add([file('huge.txt', 3_000), file('wide.txt', 1_500), file('a.txt'), file('b.txt')]);
  await settled(uploader);
  uploader.add([file('c.txt'), file('d.txt'), file('e.txt')]);
  expect(await settled(uploader)).toEqual([
    'huge.txt refused',
    'wide.txt refused',
    'a.txt refused',
    'b.txt refused',
    'c.txt parsed',
    'd.txt parsed',
    'e.txt refused',
  ]);
  expect(server.seen).toEqual(['c.txt', 'd.txt']);
  expect(server.created).toEqual([]);
});

test('a document can be cancelled while it is under way', async () => {
  const server = fakeServer(
    ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new DOMException('Cancelled', 'AbortError')))),
  );
  const uploader = new Uploader(server.transport, limits, { kind: 'new' });
  uploader.add([file('pmap.txt')]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(uploader.getState().rows[0]!.status).toBe('sending');
  uploader.cancel(1);
  expect(await settled(uploader)).toEqual(['pmap.txt cancelled']);
  uploader.remove(1);
  expect(uploader.getState().rows).toEqual([]);
});

test('what the server announces is shown in the row of that file', async () => {
  let finish = () => {};
  const server = fakeServer(
    ({ filename, onSent, body }) =>
      new Promise((resolve) => {
        onSent(body.size);
        finish = () => resolve([parsed(filename)]);
      }),
  );
  const uploader = new Uploader(server.transport, limits, { kind: 'new' });
  uploader.add([file('pmap.txt', 100)]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  server.announce({ filename: 'pmap.txt', bytes: 62, phase: 'reading' });
  server.announce({ filename: 'other.txt', bytes: 1, phase: 'reading' });
  const [row] = uploader.getState().rows;
  expect(row).toMatchObject({ status: 'reading', phase: 'reading' });
  expect(progressOf(row!)).toBe(0.62);
  finish();
  expect(await settled(uploader)).toEqual(['pmap.txt parsed']);
});
