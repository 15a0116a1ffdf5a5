#!/usr/bin/env node
// Speaks the schema-engine JSON-RPC protocol on stdio, backed by the WASM schema engine.
import { mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';

const require = createRequire(import.meta.url);
const glueUrl = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
const glue = await import(glueUrl);
const wasmBytes = readFileSync(path.join(path.dirname(glueUrl), 'schema_engine_bg.wasm'));

globalThis.PRISMA_WASM_PANIC_REGISTRY = {
  set_message(m) {
    process.stderr.write(`schema engine panic: ${m}\n`);
  },
};
const { instance } = await WebAssembly.instantiate(wasmBytes, { './schema_engine_bg.js': glue });
glue.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start();

const argv = process.argv.slice(2);
const dsAt = argv.indexOf('--datasource');
const url = dsAt >= 0 ? JSON.parse(argv[dsAt + 1]).url : undefined;
const cliAt = argv.indexOf('cli');

async function makeFactory() {
  if (/^postgres(ql)?:/.test(url ?? '')) {
    const { PrismaPg } = await import('@prisma/adapter-pg');
    return new PrismaPg({ connectionString: url });
  }
  if (/^(file:|libsql:)/.test(url ?? '')) {
    const { PrismaLibSql } = await import('@prisma/adapter-libsql');
    const factory = new PrismaLibSql({ url });
    // The adapter's own shadow database is ':memory:', whose content is lost when libSQL opens its next connection.
    factory.connectToShadowDb = () =>
      new PrismaLibSql({ url: `file:${path.join(mkdtempSync(path.join(tmpdir(), 'shadow-')), 'shadow.db')}` }).connect();
    return factory;
  }
  const { PGlite } = await import('@electric-sql/pglite');
  const { PrismaPGlite } = await import('pglite-prisma-adapter');
  const dir = (url ?? '').replace(/^pglite:/, '');
  const factory = new PrismaPGlite(new PGlite(dir || undefined));
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

const raw = await makeFactory();
const factory = bindMigrationAwareSqlAdapterFactory(raw);

if (cliAt >= 0) {
  const sub = argv[cliAt + 1];
  try {
    const conn = await raw.connect();
    await conn.queryRaw({ sql: 'SELECT 1', args: [], argTypes: [] });
    await conn.dispose();
    if (sub !== 'can-connect-to-database') throw new Error(`unsupported sub-command ${sub}`);
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${JSON.stringify({ level: 'ERROR', message: String(error), fields: { message: String(error) } })}\n`);
    process.exit(1);
  }
}

const datamodels = argv
  .flatMap((arg, i) => (arg === '--datamodels' ? [argv[i + 1]] : []))
  .map((file) => [file, readFileSync(file, 'utf8')]);
const engine = await glue.SchemaEngine.new(
  { datamodels: datamodels.length ? datamodels : undefined },
  (log) => {
    if (process.env.SHIM_DEBUG) process.stderr.write(`${log}\n`);
  },
  factory,
);
const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
let printId = 0;
const lines = createInterface({ input: process.stdin });
for await (const line of lines) {
  if (!line.trim()) continue;
  const { id, method, params } = JSON.parse(line);
  if (!method) continue;
  const name = method === 'getDatabaseVersion' ? 'version' : method;
  try {
    if (process.env.SHIM_DEBUG) process.stderr.write(`${line.slice(0, 300)}\n`);
    const result = await engine[name](params);
    if (method === 'diff' && result.stdout) send({ id: `print-${++printId}`, method: 'print', params: { content: result.stdout } });
    send({ id, result: result ?? null });
  } catch (error) {
    send({
      id,
      error: {
        code: 4466,
        message: String(error.message ?? error),
        data: { is_panic: false, message: String(error.message ?? error), error_code: error.code ?? '', meta: error.meta ?? {} },
      },
    });
  }
}
process.exit(0);
