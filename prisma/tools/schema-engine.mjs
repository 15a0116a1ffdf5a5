#!/usr/bin/env node
// Prisma's schema engine without its binary: speaks the engine's JSON-RPC (one message a line on stdin and stdout) on top of the same
// engine as WASM (@prisma/schema-engine-wasm, the hash must be the one inside the `prisma` package) and a driver adapter chosen by URL:
// postgresql: a server · file: SQLite · pglite: a PostgreSQL in memory · pglite:./folder one on disk.
// What was measured to work: `migrate diff`, `deploy` and `status` (drift.mjs has the two ways), `migrate dev` on PGlite only.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';

const debug = process.env.SHIM_DEBUG ? (text) => process.stderr.write(`${text}\n`) : () => {};

async function loadEngine() {
  const glueFile = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const glue = await import(glueFile);
  const wasm = readFileSync(path.join(path.dirname(glueFile), 'schema_engine_bg.wasm'));
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => process.stderr.write(`schema engine panic: ${message}\n`) };
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue.SchemaEngine;
}

async function adapterFor(url) {
  if (/^postgres(ql)?:/.test(url)) {
    const { PrismaPg } = await import('@prisma/adapter-pg');
    return new PrismaPg({ connectionString: url });
  }
  if (/^(file:|libsql:)/.test(url)) {
    const { PrismaLibSql } = await import('@prisma/adapter-libsql');
    const factory = new PrismaLibSql({ url });
    // The adapter's own shadow database is ':memory:', whose content is lost when libSQL opens its next connection.
    factory.connectToShadowDb = () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'residue-shadow-'));
      process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
      return new PrismaLibSql({ url: `file:${path.join(folder, 'shadow.db')}` }).connect();
    };
    return factory;
  }
  const { PGlite } = await import('@electric-sql/pglite');
  const { PrismaPGlite } = await import('pglite-prisma-adapter');
  const factory = new PrismaPGlite(new PGlite(url.replace(/^pglite:/, '') || undefined));
  // The adapter does not wait for executeScript, so a failing migration would pass for a good one.
  const waiting = (connect) => async () => {
    const adapter = await connect();
    adapter.executeScript = async (script) => {
      await adapter.client.exec(script);
    };
    return adapter;
  };
  factory.connect = waiting(factory.connect.bind(factory));
  factory.connectToShadowDb = waiting(factory.connectToShadowDb.bind(factory));
  return factory;
}

/** `schema-engine cli can-connect-to-database`: the only sub-command that we need. */
async function runCli(command, adapter) {
  try {
    if (command !== 'can-connect-to-database') throw new Error(`unsupported sub-command ${command}`);
    const connection = await adapter.connect();
    await connection.queryRaw({ sql: 'SELECT 1', args: [], argTypes: [] });
    await connection.dispose();
    return 0;
  } catch (error) {
    process.stderr.write(`${JSON.stringify({ level: 'ERROR', message: String(error), fields: { message: String(error) } })}\n`);
    return 1;
  }
}

async function serve(adapter, datamodels) {
  const SchemaEngine = await loadEngine();
  const engine = await SchemaEngine.new({ datamodels }, debug, bindMigrationAwareSqlAdapterFactory(adapter));
  const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  let prints = 0;
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue;
    const { id, method, params } = JSON.parse(line);
    // The CLI's answers to our `print` requests have no method.
    if (!method) continue;
    debug(line.slice(0, 300));
    try {
      const result = await engine[method === 'getDatabaseVersion' ? 'version' : method](params);
      if (method === 'diff' && result.stdout) send({ id: `print-${++prints}`, method: 'print', params: { content: result.stdout } });
      send({ id, result: result ?? null });
    } catch (error) {
      const message = String(error.message ?? error);
      send({
        id,
        error: { code: 4466, message, data: { is_panic: false, message, error_code: error.code ?? '', meta: error.meta ?? {} } },
      });
    }
  }
}

const args = process.argv.slice(2);
const valueAfter = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
const datasource = valueAfter('--datasource');
const adapter = await adapterFor(datasource ? JSON.parse(datasource).url : '');
const command = valueAfter('cli');
if (command) process.exit(await runCli(command, adapter));
const files = args.flatMap((arg, i) => (arg === '--datamodels' ? [args[i + 1]] : []));
await serve(adapter, files.length > 0 ? files.map((file) => [file, readFileSync(file, 'utf8')]) : undefined);
process.exit(0);
