// `npm run corpus`: what the registry makes of every sample of the corpus, where that lies beside the checkout.
import { corpusPresent, listCorpus, readCorpusBytes } from '../lib/testing/corpus-files';
import { readDocument } from '../lib/workers/read-document';

if (!corpusPresent) {
  console.log('The corpus of samples does not lie beside this checkout: nothing to compare.');
  process.exit(0);
}

interface Tally {
  files: number;
  lines: number;
  used: number;
  noise: number;
  warned: number;
}

const perFormat = new Map<string, Tally>();
const perFolder = new Map<string, Map<string, number>>();
for (const folder of listCorpus('samples').filter((name) => !name.includes('.'))) {
  const found = new Map<string, number>();
  perFolder.set(folder, found);
  for (const file of listCorpus(`samples/${folder}`)) {
    const { artifacts } = readDocument(readCorpusBytes(`samples/${folder}/${file}`));
    const ids = [...new Set(artifacts.map(({ sheet }) => sheet.format))];
    for (const id of ids.length > 0 ? ids : ['(notes)']) found.set(id, (found.get(id) ?? 0) + 1);
    for (const { sheet } of artifacts) {
      const tally = perFormat.get(sheet.format) ?? { files: 0, lines: 0, used: 0, noise: 0, warned: 0 };
      const lines = sheet.lastLine - sheet.firstLine + 1;
      perFormat.set(sheet.format, {
        files: tally.files + 1,
        lines: tally.lines + lines,
        used: tally.used + sheet.linesUsed,
        noise: tally.noise + sheet.linesNoise,
        warned: tally.warned + lines - sheet.linesUsed - sheet.linesNoise,
      });
    }
  }
}

console.log('folder → formats recognised (files)');
for (const [folder, found] of perFolder) {
  const words = [...found].sort((a, b) => b[1] - a[1]).map(([id, files]) => `${id} ${files}`);
  console.log(`  ${folder.padEnd(22)} ${words.join(', ')}`);
}
console.log('\nformat                   artifacts     lines    used   noise  warned  understood');
for (const [id, { files, lines, used, noise, warned }] of [...perFormat].sort()) {
  const share = ((used + noise) / Math.max(1, lines)) * 100;
  console.log(
    `  ${id.padEnd(22)} ${String(files).padStart(9)} ${String(lines).padStart(9)} ${String(used).padStart(7)} ${String(noise).padStart(7)} ${String(warned).padStart(7)}  ${share.toFixed(2).padStart(8)} %`,
  );
}
