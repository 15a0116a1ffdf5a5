/** Gives the bytes to the browser as a download. */
export function saveFile(blob: Blob, filename: string): void {
  const url = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: url, download: filename });
  link.click();
  // The browser has taken the bytes by then, however slow it is.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
