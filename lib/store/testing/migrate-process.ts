// node --import tsx migrate-process.ts <url> <migrationsRoot>: one of several processes that start at the same moment.
import { migrateDatabase } from '../database/migrate';

const [url = '', migrationsRoot = ''] = process.argv.slice(2);
process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));
const applied = await migrateDatabase({ url, migrationsRoot });
process.stdout.write(`${JSON.stringify(applied)}\n`);
process.exit(0);
