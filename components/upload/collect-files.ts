import type { NewDocument } from './uploader';

/** A folder may hold a checkout or a core dump: stop looking after this many files. */
const MOST_FILES = 200;

/** Everything that was dropped; folders are walked, and keep their names: "t0/pmap.txt". */
export async function collectDropped(transfer: DataTransfer): Promise<NewDocument[]> {
  // Entries and files must be taken before the first await: the transfer is emptied when the event is over.
  const files = [...transfer.files];
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  if (entries.length > 0) {
    const found: NewDocument[] = [];
    for (const entry of entries) await walk(entry, '', found);
    return found;
  }
  return files.map(toDocument);
}

/** Files chosen in the browser's dialog, with their folder where a folder was chosen. */
export const toDocument = (file: File): NewDocument => ({ filename: file.webkitRelativePath || file.name, content: file });

/** Text from the clipboard: "pasted.txt", "pasted-2.txt". */
export const pastedDocument = (text: string, number: number): NewDocument => ({
  filename: number === 1 ? 'pasted.txt' : `pasted-${number}.txt`,
  content: new Blob([text], { type: 'text/plain' }),
});

async function walk(entry: FileSystemEntry, folder: string, found: NewDocument[]): Promise<void> {
  // .DS_Store, .git and their like are never captures.
  if (found.length >= MOST_FILES || entry.name.startsWith('.')) return;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)); // isFile says so
    found.push({ filename: folder + entry.name, content: file });
  } else if (entry.isDirectory) {
    const reader = (entry as FileSystemDirectoryEntry).createReader(); // isDirectory says so
    for (;;) {
      // The reader gives at most 100 entries at a time, and none when it is through.
      const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
      if (batch.length === 0) return;
      for (const child of batch) await walk(child, `${folder}${entry.name}/`, found);
    }
  }
}
