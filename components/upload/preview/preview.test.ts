import { expect, test } from 'vitest';
import { treeOf } from '@/components/profiles/testing/made-tree';
import type { PreviewAsked, PreviewReply } from '@/lib/preview/protocol';
import type { ProfilePreview } from '@/lib/preview/read-file';
import { PreviewDesk, type PreviewState } from './preview-desk';
import { mayPreview, tellPreview } from './words';

const preview = (change: Partial<ProfilePreview> = {}): ProfilePreview => ({
  format: 'perf-script',
  event: 'cycles',
  unit: 'count',
  tree: treeOf('a;b 1'),
  hottest: [],
  samples: 12_300,
  readBytes: 34,
  sizeBytes: 100,
  isWhole: false,
  ...change,
});

test('a part says how large a part it is, and is never told as the whole', () => {
  const say = (state: Partial<PreviewState>, status: Parameters<typeof tellPreview>[1] = 'sending') => {
    const { bold, rest } = tellPreview({ preview: preview(), end: null, ...state }, status);
    return `${bold}, ${rest}`;
  };
  expect(say({})).toBe('Partial: 34 % of the file, 12,300 samples, read here while it is sent.');
  expect(say({}, 'failed')).toBe('Partial: 34 % of the file, 12,300 samples, read here.');
  expect(say({ preview: preview({ readBytes: 100 }) })).toContain('Partial: 99 %');
  expect(say({ preview: preview({ isWhole: true, samples: null }), end: 'whole' }, 'reading')).toBe(
    'The whole file, read here; the server is still reading it.',
  );
  expect(say({ end: 'too-large' })).toContain('the server reads all of it');
  expect(say({ end: 'broken' })).toContain('Partial: 34 %');
  expect((['sending', 'failed', 'refused', 'parsed', 'cancelled', 'rejected'] as const).map(mayPreview)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});

function fakeWorker() {
  const asked: PreviewAsked[] = [];
  const worker = {
    onmessage: (_: { data: PreviewReply }) => {},
    onerror: (_: { preventDefault(): void }) => {},
    ended: false,
    postMessage: (message: PreviewAsked) => asked.push(message),
    terminate: () => {
      worker.ended = true;
    },
  };
  return { worker, asked };
}

test('pictures reach the row that asked, until it stops; after the last file the worker begins anew, without what it held', () => {
  const started: ReturnType<typeof fakeWorker>[] = [];
  const desk = new PreviewDesk(() => {
    const made = fakeWorker();
    started.push(made);
    return made.worker as unknown as Worker;
  });
  desk.warm();
  desk.warm();
  expect(started).toHaveLength(1);
  const { worker, asked } = started[0]!;
  const states: PreviewState[] = [];
  const others: PreviewState[] = [];
  desk.read(new Blob(['1']), (state) => states.push(state));
  const stop = desk.read(new Blob(['2']), (state) => others.push(state));
  const [first, second] = asked.map(({ id }) => id);
  worker.onmessage({ data: { kind: 'preview', id: first!, preview: preview() } });
  stop();
  stop();
  expect(asked.map(({ kind }) => kind)).toEqual(['read', 'read', 'stop']);
  worker.onmessage({ data: { kind: 'preview', id: second!, preview: preview() } });
  expect(others).toEqual([]);
  expect(worker.ended).toBe(false);
  worker.onmessage({ data: { kind: 'end', id: first!, end: 'whole' } });
  expect(states.map(({ end, preview }) => [end, preview?.samples])).toEqual([
    [null, 12_300],
    ['whole', 12_300],
  ]);
  expect([worker.ended, started.length]).toEqual([true, 2]);
});

test('a worker that cannot start, or dies, costs the picture and nothing else', () => {
  const dead = new PreviewDesk(() => {
    throw new Error('no workers here');
  });
  expect(() => dead.read(new Blob(['1']), () => {})()).not.toThrow();
  const { worker } = fakeWorker();
  const desk = new PreviewDesk(() => worker as unknown as Worker);
  const states: PreviewState[] = [];
  desk.read(new Blob(['1']), (state) => states.push(state));
  let prevented = false;
  worker.onerror({ preventDefault: () => (prevented = true) });
  expect([states.at(-1)?.end, worker.ended, prevented]).toEqual(['broken', true, true]);
});
