/** A request that cannot be served, with what the user can do next. Thrown anywhere, translated to RFC 9457 in lib/api/route.ts alone. */
export class Problem extends Error {
  constructor(
    /** HTTP status. */
    readonly status: number,
    /** Stable, `room/what-happened`: "upload/too-large". */
    readonly code: string,
    /** What was expected, where, and what to do next. */
    readonly detail: string,
    /** Further members of the problem document: limits, line numbers, nearest formats. */
    readonly extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
    this.name = 'Problem';
  }

  /** As it is stored beside a rejected document and shown to the user. */
  toJSON(): ProblemDocument {
    return { code: this.code, detail: this.detail, ...this.extra };
  }
}

export interface ProblemDocument {
  code: string;
  detail: string;
  [member: string]: unknown;
}
