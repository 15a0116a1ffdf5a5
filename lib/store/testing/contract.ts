import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AnalysisKey, Database } from '../define';
import { at, content, freshId, newArtifact, newDocument, newIncident, newLink, newSnapshot, sha256 } from './rows';

/** What every database must do. Runs against one that `open` makes; rows of other tests may be in it. */
export function describeDatabase(name: string, open: () => Promise<Database>): void {
  describe(name, { timeout: 120_000 }, () => {
    let db: Database;
    beforeAll(async () => {
      db = await open();
    }, 120_000);
    afterAll(() => db?.close());

    const keyOf = (incidentId: string, more: Partial<AnalysisKey> = {}): AnalysisKey => ({
      incidentId,
      sha256: sha256('document'),
      formatId: 'pmap-x',
      parserVersion: 1,
      part: '19-28',
      ...more,
    });

    test('an incident comes back as it went in', async () => {
      const incident = newIncident();
      const snapshots = [newSnapshot(incident.id, { ordinal: 1, label: 't1', pid: null, takenAt: null }), newSnapshot(incident.id)];
      const documents = [
        newDocument(incident.id, { ordinal: 1, status: 'rejected', problem: { code: 'upload/too-large', detail: 'Too large.', limit: 7 } }),
        newDocument(incident.id, { sizeBytes: 2 ** 40, lines: 25_000_000 }),
      ];
      const second = newArtifact(documents[1]!, {
        firstLine: 40,
        lastLine: 52,
        complete: false,
        confidence: 1 / 3,
        warnings: [{ line: 44, code: 'pmap-x/unknown-line', text: 'Not a mapping row.' }],
        warningCount: 900,
        tool: { pid: null, version: '17', command: null },
      });
      const first = newArtifact(documents[1]!, { snapshotId: snapshots[1]!.id });
      const created = await db.createIncident(incident, content({ documents, snapshots, artifacts: [second, first] }), [newLink()], at(0));
      expect(created).toEqual({ ...incident, revision: 1, createdAt: at(0), updatedAt: at(0) });
      expect(await db.loadIncident(incident.id)).toEqual({
        incident: created,
        documents: [documents[1], documents[0]],
        snapshots: [snapshots[1], snapshots[0]],
        artifacts: [first, second],
        decisions: [],
      });
    });

    test('what is said of a finding is kept, replaced and taken back, each time told by the revision', async () => {
      const [incident, other] = [newIncident(), newIncident()];
      await db.createIncident(incident, content(), [], at(0));
      await db.createIncident(other, content(), [], at(0));
      const decision = {
        ruleId: 'PN-01',
        subject: '',
        snapshotId: 'gone since' as string | null,
        state: 'dismissed' as 'dismissed' | 'confirmed',
        reason: 'Known: a cache 🧵, nul\0 and half \ud83e',
        author: 'Ann' as string | null,
        title: '1.89 GiB that no JVM subsystem asked for',
      };
      const stored = { ...decision, reason: 'Known: a cache 🧵, nul\ufffd and half \ufffd' };
      const second = { ...decision, subject: 'live', snapshotId: null, author: null, reason: 'yes' };
      const decisionsOf = async (id: string) => (await db.loadIncident(id))?.decisions;

      expect(await db.putDecision(incident.id, decision, at(1))).toMatchObject({ revision: 2, updatedAt: at(1) });
      expect(await db.putDecision(incident.id, second, at(2))).toMatchObject({ revision: 3 });
      expect(await decisionsOf(incident.id)).toEqual([
        { ...stored, decidedAt: at(1) },
        { ...second, decidedAt: at(2) },
      ]);
      expect(await decisionsOf(other.id)).toEqual([]);

      const otherwise = { ...decision, state: 'confirmed' as const, reason: 'a dump shows it', author: null, title: 'other figures' };
      expect(await db.putDecision(incident.id, otherwise, at(3))).toMatchObject({ revision: 4 });
      expect(await decisionsOf(incident.id)).toEqual([
        { ...second, decidedAt: at(2) },
        { ...otherwise, decidedAt: at(3) },
      ]);

      const { ruleId, subject, snapshotId } = decision;
      expect(await db.removeDecision(incident.id, { ruleId, subject, snapshotId: null }, at(4))).toBeNull();
      expect(await db.removeDecision(other.id, { ruleId, subject, snapshotId }, at(4))).toBeNull();
      expect((await db.loadIncident(incident.id))?.incident).toMatchObject({ revision: 4, updatedAt: at(3) });
      expect(await db.removeDecision(incident.id, { ruleId, subject, snapshotId }, at(5))).toMatchObject({ revision: 5 });
      expect(await db.removeDecision(incident.id, { ruleId, subject, snapshotId }, at(6))).toBeNull();
      expect(await decisionsOf(incident.id)).toEqual([{ ...second, decidedAt: at(2) }]);

      expect(await db.putDecision(freshId('nobody'), decision, at(7))).toBeNull();
      await db.trashIncident(incident.id, at(8));
      expect(await db.putDecision(incident.id, decision, at(9))).toBeNull();
      await db.restoreIncident(incident.id, at(10));
      expect(await decisionsOf(incident.id)).toHaveLength(1);
      expect(await db.deleteIncident(incident.id)).toEqual([]);
    });

    test('two who decide at the same moment are both heard, one after the other', async () => {
      const incident = newIncident();
      await db.createIncident(incident, content(), [], at(0));
      const say = (i: number) => ({
        ruleId: 'PM-01',
        subject: '',
        snapshotId: null,
        state: 'confirmed' as const,
        reason: `${i}`,
        author: null,
        title: 't',
      });
      const rows = await Promise.all([0, 1, 2, 3].map((i) => db.putDecision(incident.id, say(i), at(i))));
      expect(rows.map((row) => row?.revision).sort()).toEqual([2, 3, 4, 5]);
      expect((await db.loadIncident(incident.id))?.decisions).toHaveLength(1);
    });

    test('text of any script and any broken text is kept, in columns and in JSON', async () => {
      const incident = { ...newIncident(), title: '内存泄漏 🧵 “zlib” \u200fعربي', service: null };
      const document = newDocument(incident.id, { filename: 'nul\0 and half \ud83e.txt' });
      const text = '行 1\n\t\'quoted\' "double" \\ back \u2028 🧮';
      const artifact = newArtifact(document, {
        because: 'half \udc00',
        warnings: [
          { line: 1, code: 'x/y', text },
          { line: 2, code: 'x/y', text: 'nul\0 \ud83e' },
        ],
        tool: { pid: 1, version: null, command: '\0' },
      });
      await db.createIncident(incident, content({ documents: [document], artifacts: [artifact] }), [newLink({ label: 'para\0' })], at(0));
      const loaded = await db.loadIncident(incident.id);
      expect(loaded?.incident).toMatchObject({ title: incident.title, service: null });
      expect(loaded?.documents[0]?.filename).toBe('nul\ufffd and half \ufffd.txt');
      expect(loaded?.artifacts[0]?.because).toBe('half \ufffd');
      expect(loaded?.artifacts[0]?.warnings.map((warning) => warning.text)).toEqual([text, 'nul\ufffd \ufffd']);
      expect(loaded?.artifacts[0]?.tool.command).toBe('\ufffd');
    });

    test('what is hidden is out of sight, comes back as it was, and goes for good in time', async () => {
      const incident = newIncident();
      const documents = [
        newDocument(incident.id, { sha256: sha256('kept') }),
        newDocument(incident.id, { ordinal: 1, sha256: sha256(incident.id) }),
      ];
      const artifacts = documents.map((document) => newArtifact(document));
      await db.createIncident(incident, content({ documents, artifacts }), [], at(0));
      const before = await db.loadIncident(incident.id);

      expect(await db.trashDocument(incident.id, documents[1]!.id, at(1))).toMatchObject({ revision: 2 });
      expect(await db.trashDocument(incident.id, documents[1]!.id, at(1))).toBeNull();
      expect((await db.loadIncident(incident.id))?.artifacts).toEqual([artifacts[0]]);
      expect(await db.listTrashedDocuments(incident.id)).toEqual([{ document: documents[1], trashedAt: at(1) }]);
      expect(await db.restoreDocument(incident.id, documents[1]!.id, at(2))).toMatchObject({ revision: 3 });
      expect(await db.restoreDocument(incident.id, documents[1]!.id, at(2))).toBeNull();
      expect(await db.loadIncident(incident.id)).toMatchObject({ documents: before!.documents, artifacts: before!.artifacts });

      expect(await db.trashedSince(incident.id)).toBeNull();
      expect(await db.trashIncident(incident.id, at(3))).toMatchObject({ id: incident.id });
      expect(await db.trashIncident(incident.id, at(3))).toBeNull();
      expect(await db.trashedSince(incident.id)).toEqual(at(3));
      expect(await db.loadIncident(incident.id)).toBeNull();
      expect(await db.updateIncident(incident.id, { title: 'x' }, null, at(3))).toBeNull();
      expect(await db.changeContent(incident.id, content(), at(3))).toBeNull();
      expect(await db.emptyTrash(at(3))).toEqual([]);
      expect(await db.restoreIncident(incident.id, at(4))).toMatchObject({ revision: 4 });
      expect(await db.loadIncident(incident.id)).not.toBeNull();

      const other = newIncident();
      await db.createIncident(other, content({ documents: [newDocument(other.id, { sha256: sha256('kept') })] }), [], at(4));
      await db.trashIncident(incident.id, at(5));
      expect(await db.emptyTrash(at(6))).toEqual([sha256(incident.id)]);
      expect(await db.restoreIncident(incident.id, at(7))).toBeNull();
    });

    test('unknown incidents are null, and nothing is made for them', async () => {
      const id = freshId('nobody');
      expect(await db.loadIncident(id)).toBeNull();
      expect(await db.changeContent(id, content({ documents: [newDocument(id)] }), at(1))).toBeNull();
      expect(await db.updateIncident(id, { title: 'x' }, 1, at(1))).toBeNull();
      expect(await db.updateIncident(id, { title: 'x' }, null, at(1))).toBeNull();
      expect(await db.deleteIncident(id)).toBeNull();
      expect(await db.listLinks(id)).toEqual([]);
      expect(await db.getAnalysis(keyOf(id))).toBeNull();
      await db.putAnalyses([{ key: keyOf(id), body: Buffer.from('x') }], at(1));
      expect(await db.getAnalysis(keyOf(id))).toBeNull();
      expect(await db.revokeLink(id, 'x', at(1))).toBe(false);
      expect(await db.findLink(sha256(id))).toBeNull();
      await expect(db.createLink(id, newLink(), at(1))).rejects.toThrow();
    });

    test('content is added and replaced', async () => {
      const incident = newIncident();
      const old = newDocument(incident.id, { status: 'rejected', problem: { code: 'a/b', detail: 'No.' } });
      const snapshot = newSnapshot(incident.id);
      const kept = newArtifact(old, { snapshotId: snapshot.id, firstLine: 1 });
      const replaced = newArtifact(old, { snapshotId: snapshot.id, firstLine: 2 });
      await db.createIncident(incident, content({ documents: [old], snapshots: [snapshot], artifacts: [kept, replaced] }), [], at(0));

      const added = newDocument(incident.id, { ordinal: 1 });
      const change = content({
        documents: [added, { ...old, status: 'parsed', problem: null }],
        snapshots: [{ ...snapshot, label: 'before the restart', pid: null, takenAt: null }],
        artifacts: [{ ...replaced, snapshotId: null, parserVersion: 2, warningCount: 3 }, newArtifact(added)],
      });
      const row = await db.changeContent(incident.id, change, at(1));
      expect(row).toEqual({ ...incident, revision: 2, createdAt: at(0), updatedAt: at(1) });
      const loaded = await db.loadIncident(incident.id);
      expect(loaded?.documents).toEqual([change.documents[1], added]);
      expect(loaded?.snapshots).toEqual(change.snapshots);
      // Replacing a snapshot does not let go of the artifacts that were not part of the change.
      expect(loaded?.artifacts).toEqual([kept, ...change.artifacts]);
    });

    test('a change that fails leaves nothing', async () => {
      const mine = newIncident();
      const other = newIncident();
      const document = newDocument(mine.id);
      const link = newLink();
      await db.createIncident(mine, content({ documents: [document] }), [link], at(0));
      await db.createIncident(other, content(), [], at(0));
      const before = await db.loadIncident(mine.id);

      const again = newDocument(other.id);
      // A duplicate id of the incident itself, of one of its links (the last row written), of a token, of another incident's row.
      await expect(db.createIncident(mine, content(), [], at(1))).rejects.toThrow();
      const failing = newIncident();
      const lost = newDocument(failing.id);
      const rows = content({ documents: [lost], artifacts: [newArtifact(lost)] });
      await expect(db.createIncident(failing, rows, [newLink(), newLink({ id: link.id })], at(1))).rejects.toThrow();
      expect(await db.loadIncident(failing.id)).toBeNull();
      expect(await db.referencedBlobs([lost.sha256])).toEqual(new Set());
      await expect(db.createLink(other.id, newLink({ tokenHash: link.tokenHash }), at(1))).rejects.toThrow();
      const stolen = { ...document, incidentId: other.id };
      await expect(db.changeContent(other.id, content({ documents: [again, stolen] }), at(1))).rejects.toThrow();
      // An artifact of a document that is not there, and a row of another incident.
      const astray = newArtifact(newDocument(other.id));
      await expect(db.changeContent(other.id, content({ documents: [again], artifacts: [astray] }), at(1))).rejects.toThrow();
      await expect(db.changeContent(other.id, content({ documents: [again, newDocument(mine.id)] }), at(1))).rejects.toThrow('belongs to');

      expect(await db.loadIncident(other.id)).toMatchObject({ incident: { revision: 1, updatedAt: at(0) }, documents: [] });
      expect(await db.loadIncident(mine.id)).toEqual(before);
      // And the database goes on.
      expect(await db.changeContent(other.id, content({ documents: [again] }), at(2))).toMatchObject({ revision: 2 });
    });

    test('a title is changed when the revision is the expected one', async () => {
      const incident = newIncident();
      await db.createIncident(incident, content(), [], at(0));
      expect(await db.updateIncident(incident.id, { title: 'Zlib' }, 1, at(1))).toMatchObject({
        title: 'Zlib',
        service: 'presto',
        revision: 2,
      });
      expect(await db.updateIncident(incident.id, { title: 'Late' }, 1, at(2))).toBe('conflict');
      expect(await db.updateIncident(incident.id, { service: null }, null, at(3))).toMatchObject({
        title: 'Zlib',
        service: null,
        revision: 3,
      });
      expect((await db.loadIncident(incident.id))?.incident).toMatchObject({
        title: 'Zlib',
        revision: 3,
        createdAt: at(0),
        updatedAt: at(3),
      });
    });

    test('of many who expect the same revision one wins', async () => {
      const incident = newIncident();
      await db.createIncident(incident, content(), [], at(0));
      const tries = Array.from({ length: 8 }, (_, i) => db.updateIncident(incident.id, { title: `by ${i}` }, 1, at(1)));
      const results = await Promise.all(tries);
      const winners = results.filter((result) => result !== 'conflict');
      expect(winners).toHaveLength(1);
      expect((await db.loadIncident(incident.id))?.incident).toEqual(winners[0]);
    });

    test('changes at the same time all arrive', async () => {
      const incident = newIncident();
      await db.createIncident(incident, content(), [], at(0));
      const documents = Array.from({ length: 12 }, (_, ordinal) => newDocument(incident.id, { ordinal }));
      await Promise.all([
        ...documents.map((document) =>
          db.changeContent(incident.id, content({ documents: [document], artifacts: [newArtifact(document)] }), at(1)),
        ),
        ...documents.map(() => db.loadIncident(incident.id)),
      ]);
      const loaded = await db.loadIncident(incident.id);
      expect(loaded?.incident.revision).toBe(13);
      expect(loaded?.documents.map(({ id }) => id)).toEqual(documents.map(({ id }) => id));
      expect(loaded?.artifacts).toHaveLength(12);
    });

    test('deleting leaves nothing, and names the blobs that nobody needs', async () => {
      const [mine, other] = [newIncident(), newIncident()];
      const [own, twice, shared] = [newDocument(mine.id), newDocument(mine.id), newDocument(mine.id)];
      const theirs = newDocument(other.id, { sha256: shared.sha256 });
      const snapshot = newSnapshot(mine.id);
      const artifact = newArtifact(own, { snapshotId: snapshot.id });
      const documents = [own, { ...twice, sha256: own.sha256 }, shared];
      const link = newLink();
      await db.createIncident(mine, content({ documents, snapshots: [snapshot], artifacts: [artifact] }), [link], at(0));
      await db.createIncident(other, content({ documents: [theirs], artifacts: [newArtifact(theirs)] }), [newLink()], at(0));
      await db.putAnalyses([{ key: keyOf(mine.id), body: Buffer.from('x') }], at(0));

      expect(await db.deleteIncident(mine.id)).toEqual([own.sha256]);
      expect(await db.deleteIncident(mine.id)).toBeNull();
      expect(await db.loadIncident(mine.id)).toBeNull();
      expect(await db.findLink(link.tokenHash)).toBeNull();
      expect(await db.getAnalysis(keyOf(mine.id))).toBeNull();
      // The ids are free again, which they were not if a row had stayed.
      await db.createIncident(mine, content({ documents, snapshots: [snapshot], artifacts: [artifact] }), [link], at(1));
      expect(await db.getAnalysis(keyOf(mine.id))).toBeNull();
      expect(await db.loadIncident(other.id)).toMatchObject({ documents: [theirs], artifacts: [{ documentId: theirs.id }] });
    });

    test('blobs that documents refer to', async () => {
      const incident = newIncident();
      const documents = Array.from({ length: 3 }, (_, ordinal) => newDocument(incident.id, { ordinal }));
      await db.createIncident(incident, content({ documents }), [], at(0));
      const strangers = Array.from({ length: 1_000 }, (_, i) => sha256(`stranger ${i}`));
      const asked = [...strangers, ...documents.map((document) => document.sha256), documents[0]!.sha256];
      expect(await db.referencedBlobs(asked)).toEqual(new Set(documents.map((document) => document.sha256)));
      expect(await db.referencedBlobs([])).toEqual(new Set());
    });

    test('empty incidents are swept once they are old', async () => {
      const [old, used, young] = [newIncident(), newIncident(), newIncident()];
      const longAgo = new Date(Date.UTC(2001, 0, 1));
      await db.createIncident(old, content(), [newLink()], longAgo);
      await db.createIncident(used, content({ documents: [newDocument(used.id)] }), [], longAgo);
      await db.createIncident(young, content(), [], at(0));
      expect(await db.sweepEmptyIncidents(longAgo)).toEqual([]);
      expect(await db.sweepEmptyIncidents(new Date(longAgo.getTime() + 1))).toEqual([old.id]);
      expect(await db.loadIncident(old.id)).toBeNull();
      expect(await db.loadIncident(used.id)).toMatchObject({ incident: { revision: 1 } });
      expect(await db.loadIncident(young.id)).not.toBeNull();
    });

    test('a document that comes while its empty incident is swept is not lost', async () => {
      const longAgo = new Date(Date.UTC(2001, 0, 1));
      for (let round = 0; round < 15; round++) {
        const incident = newIncident();
        const document = newDocument(incident.id);
        await db.createIncident(incident, content(), [], longAgo);
        const [row, swept] = await Promise.all([
          db.changeContent(incident.id, content({ documents: [document] }), at(1)),
          db.sweepEmptyIncidents(new Date(longAgo.getTime() + 1)),
        ]);
        // One of the two came first, and both say which.
        expect(swept).toEqual(row ? [] : [incident.id]);
        expect((await db.loadIncident(incident.id))?.documents ?? null).toEqual(row ? [document] : null);
      }
    });

    test('links are found by the hash of their token', async () => {
      const incident = newIncident();
      const manage = newLink();
      await db.createIncident(incident, content(), [manage], at(0));
      const read = newLink({ role: 'read', label: 'Für Łukasz', expiresAt: at(60) });
      const row = await db.createLink(incident.id, read, at(1));
      expect(row).toEqual({
        id: read.id,
        incidentId: incident.id,
        role: 'read',
        label: 'Für Łukasz',
        createdAt: at(1),
        expiresAt: at(60),
        revokedAt: null,
      });
      expect(await db.findLink(read.tokenHash)).toEqual(row);
      expect((await db.listLinks(incident.id)).map(({ id }) => id)).toEqual([manage.id, read.id]);
      expect(JSON.stringify(await db.listLinks(incident.id))).not.toContain(read.tokenHash);
    });

    test('revoking twice keeps the first date, and another incident cannot', async () => {
      const [incident, other] = [newIncident(), newIncident()];
      const link = newLink({ role: 'comment' });
      await db.createIncident(incident, content(), [link], at(0));
      await db.createIncident(other, content(), [], at(0));
      expect(await db.revokeLink(other.id, link.id, at(1))).toBe(false);
      expect((await db.findLink(link.tokenHash))?.revokedAt).toBeNull();
      expect(await db.revokeLink(incident.id, link.id, at(2))).toBe(true);
      expect(await db.revokeLink(incident.id, link.id, at(3))).toBe(true);
      expect((await db.findLink(link.tokenHash))?.revokedAt).toEqual(at(2));
      expect((await db.listLinks(incident.id))[0]?.revokedAt).toEqual(at(2));
    });

    test('analyses are replaced, each under its own key', async () => {
      const incident = newIncident();
      await db.createIncident(incident, content(), [], at(0));
      const key = keyOf(incident.id);
      const others = [
        keyOf(incident.id, { sha256: sha256('other') }),
        keyOf(incident.id, { formatId: 'smaps' }),
        keyOf(incident.id, { parserVersion: 2 }),
        keyOf(incident.id, { part: '19-29' }),
      ];
      await db.putAnalyses(
        [
          { key, body: Uint8Array.of(1, 2, 3) },
          { key: others[0]!, body: new Uint8Array(0) },
        ],
        at(0),
      );
      await db.putAnalyses(
        [
          { key, body: Uint8Array.of(0, 255) },
          { key: others[2]!, body: Uint8Array.of(9) },
        ],
        at(1),
      );
      const bytes = async (of: AnalysisKey) => {
        const body = await db.getAnalysis(of);
        return body && [...body];
      };
      expect(await bytes(key)).toEqual([0, 255]);
      expect(await Promise.all(others.map(bytes))).toEqual([[], null, [9], null]);
    });

    test('one deleted incident does not keep the analyses of others out', async () => {
      const [gone, here] = [newIncident(), newIncident()];
      await db.createIncident(gone, content(), [], at(0));
      await db.createIncident(here, content(), [], at(0));
      await db.deleteIncident(gone.id);
      const entries = [gone.id, here.id, gone.id, here.id].map((id, i) => ({ key: keyOf(id, { part: `${i}` }), body: Uint8Array.of(i) }));
      await db.putAnalyses(entries, at(1));
      expect(await Promise.all(entries.map(({ key }) => db.getAnalysis(key).then((body) => body?.[0] ?? null)))).toEqual([
        null,
        1,
        null,
        3,
      ]);
    });

    test('new content forgets the results for the whole incident, not the facts of its artifacts', async () => {
      const incident = newIncident();
      await db.createIncident(incident, content(), [], at(0));
      const facts = keyOf(incident.id);
      const result = keyOf(incident.id, { formatId: 'incident', part: 'result' });
      await db.putAnalyses(
        [facts, result].map((key) => ({ key, body: Uint8Array.of(1) })),
        at(0),
      );
      await db.changeContent(incident.id, content({ documents: [newDocument(incident.id)] }), at(1));
      expect(await db.getAnalysis(result)).toBeNull();
      expect(await db.getAnalysis(facts)).not.toBeNull();
    });

    test('large bodies come back byte for byte', async () => {
      const incident = newIncident();
      await db.createIncident(incident, content(), [], at(0));
      const bodies = [5 * 1024 * 1024, 1, 4 * 1024 * 1024, 70_000].map((size) => randomBytes(size));
      const entries = bodies.map((body, i) => ({ key: keyOf(incident.id, { part: `${i}` }), body }));
      await db.putAnalyses(entries, at(0));
      for (const { key, body } of entries) {
        const read = await db.getAnalysis(key);
        expect(read && Buffer.compare(read, body)).toBe(0);
      }
    });

    test('2,000 artifacts with warnings in one change', async () => {
      const incident = newIncident();
      const document = newDocument(incident.id, { lines: 200_000 });
      const artifacts = Array.from({ length: 2_000 }, (_, i) =>
        newArtifact(document, {
          firstLine: i * 100 + 1,
          lastLine: i * 100 + 100,
          warnings: Array.from({ length: 20 }, (_, w) => ({
            line: i * 100 + w,
            code: 'nmt/cut-number',
            text: `Line ${w} ends inside a number.`,
          })),
          warningCount: 20,
        }),
      );
      await db.createIncident(incident, content({ documents: [document], artifacts: artifacts.toReversed() }), [], at(0));
      expect((await db.loadIncident(incident.id))?.artifacts).toEqual(artifacts);
      expect(await db.changeContent(incident.id, content({ artifacts }), at(1))).toMatchObject({ revision: 2 });
      expect((await db.loadIncident(incident.id))?.artifacts).toHaveLength(2_000);
      expect(await db.deleteIncident(incident.id)).toEqual([document.sha256]);
    });

    test('it answers a ping', async () => {
      await db.ping();
    });
  });
}
