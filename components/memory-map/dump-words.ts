/** What a line of a dump looks like (lib/formats/strings), in words. */
const LOOK_WORDS: Record<string, string> = {
  'http-header': 'HTTP headers and requests',
  json: 'JSON',
  xml: 'XML or HTML',
  sql: 'SQL',
  log: 'log lines',
  'stack-frame': 'stack traces',
  'java-class': 'Java class names and signatures',
  symbol: 'symbols of native libraries',
  property: 'system properties',
  option: 'command-line options',
  path: 'paths and addresses of files',
  base64: 'Base64 or keys',
  filled: 'buffers filled with one phrase',
  random: 'compressed or binary data',
  other: 'other text',
};

export const lookWords = (look: string): string => LOOK_WORDS[look] ?? look;
