import type { NewDocument } from './uploader';

/** A folder may hold a checkout or a core dump: stop looking after this many files. */
const MOST_FILES = 200;

export interface Collected {
  documents: NewDocument[];
  /** What of the drop was not taken, and why, in words; "" where all was. */
  note: string;
}

interface Walk {
  found: NewDocument[];
  /** Names of what could not be opened. */
  unreadable: string[];
  full: boolean;
}

/** Everything that was dropped; folders are walked, and keep their names: "t0/pmap.txt". One that cannot be read loses no other. */
export async function collectDropped(transfer: DataTransfer): Promise<Collected> {
  // Entries and files must be taken before the first await: the transfer is emptied when the event is over.
  const files = [...transfer.files];
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  if (entries.length === 0) return { documents: files.map(toDocument), note: '' };
  const walked: Walk = { found: [], unreadable: [], full: false };
  for (const entry of entries) await walk(entry, '', walked, true);
  return { documents: walked.found, note: noteOf(walked) };
}

function noteOf({ found, unreadable, full }: Walk): string {
  if (unreadable.length > 0) {
    const names = unreadable.slice(0, 3).join(', ') + (unreadable.length > 3 ? ` and ${unreadable.length - 3} more` : '');
    return `The browser could not open ${names}. Check that the file still exists and may be read, then drop it again.`;
  }
  if (full) return `The first ${MOST_FILES} files of the folder were taken. Drop the others by themselves, or a smaller folder.`;
  return found.length === 0 ? 'There is no file in this folder. Names that begin with a dot are left out.' : '';
}

/** Files chosen in the browser's dialog, with their folder where a folder was chosen; without .DS_Store and its like there. */
export const chosenDocuments = (files: Iterable<File> | null): NewDocument[] =>
  [...(files ?? [])].filter((file) => !/(^|\/)\./.test(file.webkitRelativePath)).map(toDocument);

export const toDocument = (file: File): NewDocument => ({ filename: file.webkitRelativePath || file.name, content: file });

/** Text from the clipboard: "pasted.txt", "pasted-2.txt". */
export const pastedDocument = (text: string, number: number): NewDocument => ({
  filename: number === 1 ? 'pasted.txt' : `pasted-${number}.txt`,
  content: new Blob([text], { type: 'text/plain' }),
});

async function walk(entry: FileSystemEntry, folder: string, walked: Walk, chosen = false): Promise<void> {
  // .DS_Store, .git and their like are never captures; a file dropped by itself is meant.
  if (entry.name.startsWith('.') && !chosen) return;
  if (walked.found.length >= MOST_FILES) {
    walked.full = true;
    return;
  }
  try {
    if (entry.isFile) {
      const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)); // isFile says so
      walked.found.push({ filename: folder + entry.name, content: file });
    } else if (entry.isDirectory) {
      const reader = (entry as FileSystemDirectoryEntry).createReader(); // isDirectory says so
      for (;;) {
        // The reader gives at most 100 entries at a time, and none when it is through.
        const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
        if (batch.length === 0) return;
        for (const child of batch) await walk(child, `${folder}${entry.name}/`, walked);
      }
    }
  } catch {
    walked.unreadable.push(folder + entry.name);
  }
}
