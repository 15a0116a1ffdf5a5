/** Rules by what they look at, in the order of reading; the letters are the beginning of their ids. */
export const FAMILIES = ['PN', 'NM', 'ND', 'TS', 'PM', 'PR', 'DQ'] as const;
export type Family = (typeof FAMILIES)[number];

export const FAMILY_WORDS: Record<Family, { short: string; says: string }> = {
  PN: { short: 'Map and NMT', says: "The memory map held against the JVM's own account." },
  NM: { short: 'NMT', says: "The JVM's own account of its memory, by itself." },
  ND: { short: 'NMT over time', says: "How the JVM's own account changed between captures or since a baseline." },
  TS: { short: 'Time series', says: 'The resident memory of one process over many captures.' },
  PM: { short: 'Map', says: 'The memory map by itself.' },
  PR: { short: 'Profiles', says: 'Stacks, held against the memory that is missing.' },
  DQ: { short: 'Captures', says: 'Whether the captures can be trusted. These run first and lower the confidence of what depends on them.' },
};

/** "PN-01" → "PN"; null for an id of no rule. */
export function familyOf(ruleId: string): Family | null {
  return FAMILIES.find((family) => ruleId.startsWith(`${family}-`)) ?? null;
}
