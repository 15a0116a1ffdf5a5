// 7fa918694000-7fa91869e000 r--p 000270        the rest of the line is missing
// 7fa918694000-7fa91869e000 r--p 00027000 fe:00
// 7fa918694000-7fa9186
// start       -end          mode offset   dev
const CUT = /^[\s>|]*[0-9a-f]{4,16}-[0-9a-f]{1,16}(?:\s+[rwxps-]{1,4}(?:\s+[0-9a-f]{1,16}(?:\s+[0-9a-f]{1,8}(?::[0-9a-f]{0,8})?)?)?)?\s*$/;

/** A line of maps that ends before its inode. ("1-2" alone is not enough to be one.) */
export const isCutMapsLine = (text: string): boolean => text.length <= 200 && CUT.test(text);
