/**
 * Whether a line can stand in a JSON document: a whole one in one line, or a piece of one that was printed over many.
 * Tells nothing about whose document it is.
 */
export function isJsonLine(text: string): boolean {
  const start = /\S/.exec(text)?.index;
  if (start === undefined) return false;
  switch (text[start]) {
    case '{':
      return /^\{\s*(?:["}]|$)/.test(text.slice(start, start + 64));
    case '[':
      // Not "[0x00007fd673000000 - …" nor "[ 3] frame".
      return /^\[\s*(?:[[\]{"]|-?\d{1,25}(?:\.\d{1,25})?(?:[eE][+-]?\d{1,4})?\s*(?:,|$|\]\s*(?:[,\]}]|$))|$)/.test(
        text.slice(start, start + 128),
      );
    case '"':
      // A member ("name": …) or an item ("a", / "a").
      return /["\]},[{\d]\s*,?$|[el]\s*,?$/.test(text.slice(-16).trimEnd());
    case '}':
    case ']':
      return /^[}\],\s]{1,64}$/.test(text.slice(start, start + 64)) || /^[}\]]\s*,\s*[{["]/.test(text.slice(start, start + 64));
    default:
      return (
        text.length < 256 &&
        /^\s*(?:-?\d{1,25}(?:\.\d{1,25})?(?:[eE][+-]?\d{1,4})?|true|false|null)\s*,?\s*(?:[}\]][}\],\s]{0,20})?$/.test(text)
      );
  }
}
