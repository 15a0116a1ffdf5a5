import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient } from '@libsql/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { at, content, newDocument, newIncident } from '../testing/rows';
import { migrateDatabase } from './migrate';
import { createClient as connect, databaseOver, openDatabase } from './open';
import { sqliteAdapter } from './sqlite';

const migrationsRoot = path.resolve(import.meta.dirname, '../../../prisma');
let folder: string;
let file: string;
let url: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'residue-open-'));
  file = path.join(folder, 'data', 'residue.db');
  url = `file:${file}`;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('one client per process: the same URL is the same database until it is closed', async () => {
  const [first, second] = await Promise.all([openDatabase({ url, migrationsRoot }), openDatabase({ url, migrationsRoot })]);
  expect(second).toBe(first);
  const incident = newIncident();
  await first.createIncident(incident, content(), [], at(0));
  await first.close();
  const again = await openDatabase({ url, migrationsRoot });
  expect(again).not.toBe(first);
  expect(await again.loadIncident(incident.id)).not.toBeNull();
  await again.close();
});

test('a failure to open is not remembered', async () => {
  await expect(openDatabase({ url, migrationsRoot: folder })).rejects.toThrow();
  const database = await openDatabase({ url, migrationsRoot });
  await database.ping();
  await database.close();
});

test.skipIf(process.platform === 'win32')('only the owner may read the files', async () => {
  const database = await openDatabase({ url, migrationsRoot });
  await database.createIncident(newIncident(), content(), [], at(0));
  const names = readdirSync(path.dirname(file));
  expect(names).toEqual(expect.arrayContaining(['residue.db', 'residue.db-wal']));
  for (const name of names) expect([name, statSync(path.join(path.dirname(file), name)).mode & 0o077]).toEqual([name, 0]);
  await database.close();
});

test.skipIf(process.platform !== 'linux')('a transaction leaves no open file behind', async () => {
  const database = await openDatabase({ url, migrationsRoot });
  const incident = newIncident();
  await database.createIncident(incident, content(), [], at(0));
  const openFiles = () => readdirSync('/proc/self/fd').length;
  const before = openFiles();
  for (let i = 0; i < 100; i++) await database.changeContent(incident.id, content(), at(1));
  expect(openFiles() - before).toBeLessThan(10);
  await database.close();
});

test('a lock held by another connection is waited for, and a transaction that could not begin begins again', {
  timeout: 60_000,
}, async () => {
  const database = await openDatabase({ url, migrationsRoot });
  const incident = newIncident();
  await database.createIncident(incident, content(), [], at(0));
  const other = createClient({ url });
  await other.execute('BEGIN IMMEDIATE');
  // libSQL waits synchronously, so this fires between the first try and the second.
  const release = new Promise((resolve) => setTimeout(() => resolve(other.execute('COMMIT')), 10));
  expect(await database.changeContent(incident.id, content({ documents: [newDocument(incident.id)] }), at(1))).toMatchObject({
    revision: 2,
  });
  await release;

  // A lock that stays is an error after a bounded time, not a hang; and the connection is as good as before.
  await other.execute('BEGIN IMMEDIATE');
  await expect(database.updateIncident(incident.id, { title: 'x' }, null, at(2))).rejects.toMatchObject({ code: 'P1008' });
  // Readers do not wait at all.
  expect((await database.loadIncident(incident.id))?.documents).toHaveLength(1);
  await other.execute('COMMIT');
  other.close();
  expect(await database.updateIncident(incident.id, { title: 'x' }, null, at(2))).toMatchObject({ title: 'x', revision: 3 });
  await database.close();
});

test('whoever comes while a long transaction runs waits for its turn', { timeout: 60_000 }, async () => {
  await migrateDatabase({ url, migrationsRoot });
  const client = await connect('sqlite', sqliteAdapter(file));
  const database = databaseOver(client);
  const [incident, other] = [newIncident(), newIncident()];
  await database.createIncident(incident, content(), [], at(0));
  const long = client.$transaction(async (tx) => {
    await tx.incident.update({ where: { id: incident.id }, data: { title: 'Slow' } });
    await new Promise((resolve) => setTimeout(resolve, 2_500)); // Prisma would give up after 2,000.
  });
  const [loaded, again, created] = await Promise.all([
    database.loadIncident(incident.id),
    database.loadIncident(incident.id),
    database.createIncident(other, content(), [], at(0)),
    long,
  ]);
  expect([loaded?.incident.title, again?.incident.title, created.id]).toEqual(['Slow', 'Slow', other.id]);
  await database.close();
});

test('what the start script needs imports no generated client', () => {
  for (const name of ['migrate.ts', 'migrations.ts', 'sqlite.ts', 'postgresql.ts'])
    expect(readFileSync(path.join(import.meta.dirname, name), 'utf8')).not.toContain('/generated/');
});
