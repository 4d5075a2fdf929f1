/** One field that the server refuses. */
export interface FieldProblem {
  /** The path in the body as sent: `settings.subdomain`. */
  field: string;
  code: string;
  message: string;
  /** Where in the field's text, counted from 0; of expressions only. */
  position?: number;
}

/** A request that was refused or did not arrive. `message` is a sentence for the person at the screen. */
export class ApiError extends Error {
  constructor(
    /** The HTTP status; 0 when no answer came. */
    readonly status: number,
    readonly code: string,
    message: string,
    readonly fields: readonly FieldProblem[],
    /** The whole problem document, for members that only one kind of refusal has. */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'ApiError';
  }

  /** Reads an answer of RFC 9457; whatever else came is told by its status. */
  static async of(response: Response): Promise<ApiError> {
    let body: unknown;
    try {
      body = await response.json();
    } catch {
      body = null;
    }

    const problem = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
    return new ApiError(
      response.status,
      typeof problem['code'] === 'string' ? problem['code'] : 'unexpected',
      typeof problem['detail'] === 'string' ? problem['detail'] : `The server answered ${response.status}.`,
      Array.isArray(problem['errors']) ? (problem['errors'] as FieldProblem[]) : [],
      problem,
    );
  }

  static unreachable(cause: unknown): ApiError {
    const error = new ApiError(
      0,
      'unreachable',
      'The server does not answer. Check that it runs and that you are connected, then try again.',
      [],
    );
    error.cause = cause;
    return error;
  }
}

/** What a refusal says of each field that it names, by the field's path in the body as sent: the first thing said counts. */
export function problemFields(error: unknown): Readonly<Record<string, string>> {
  const named = error instanceof ApiError ? error.fields.filter(({ field }) => field !== '') : [];
  return Object.fromEntries(named.toReversed().map(({ field, message }) => [field, message]));
}
