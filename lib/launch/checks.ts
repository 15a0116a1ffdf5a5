import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';

/** null when the folder is there (or could be made) and can be written; else one sentence. */
export function checkDataFolder(folder: string): string | null {
  try {
    mkdirSync(folder, { recursive: true });
    const probe = path.join(folder, `.probe-${randomUUID()}`);
    writeFileSync(probe, '');
    rmSync(probe);
    return null;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `The data folder ${folder} cannot be written (${why}). Set RESIDUE_DATA_DIR to a folder that this user may write.`;
  }
}

/** null when the port is free; else one sentence. Port 0 asks for any. */
export function checkPort(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        resolve(
          `Port ${port} on ${host} is in use. Stop what listens there, or set PORT to another one, for example PORT=${port + 1} npm start.`,
        );
      else if (error.code === 'EACCES') resolve(`This user may not listen on port ${port}. Set PORT to one above 1023.`);
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
        resolve(`HOSTNAME is ${host}, which is no address of this machine. Use 127.0.0.1 for this machine only, or 0.0.0.0 for all.`);
      else resolve(`Port ${port} on ${host} cannot be used (${error.message}).`);
    });
    probe.listen(port, host, () => probe.close(() => resolve(null)));
  });
}
