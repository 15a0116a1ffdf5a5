/** A content-disposition that saves under this name: ASCII for old clients, RFC 5987 for the rest. Folders are left out. */
export function attachment(filename: string): string {
  const name = filename.toWellFormed().split('/').at(-1) || 'document.txt';
  const ascii = name.replace(/[^\w.-]/g, '_');
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`;
}
