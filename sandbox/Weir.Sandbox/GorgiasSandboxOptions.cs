namespace Weir.Sandbox;

/// <summary>
/// How a sandbox account is filled and how it behaves. The same seed and number of tickets always give the same data.
/// </summary>
public sealed record GorgiasSandboxOptions
{
    // Constants: a command line that names them loads nothing of the sandbox for it.
    public const int TicketsDefault = 2000;
    public const int RowsDefault = 120;
    public const int SeedDefault = 1;
    public const string UrlsDefault = "http://127.0.0.1:0";

    /// <summary>Where it listens. Default: a free port on loopback.</summary>
    public string Urls { get; init; } = UrlsDefault;

    /// <summary>
    /// Tickets at the start; there is one customer for every three. Default 2,000, at most 20 million.
    /// </summary>
    public int Tickets { get; init; } = TicketsDefault;

    /// <summary>How long each answer is held back, in milliseconds. Default 0.</summary>
    public int LatencyMs { get; init; }

    /// <summary>
    /// Whether the account's limit (40 requests per 20 s for a key, 80 for a bearer token) refuses with 429. Default
    /// on. Without it the header tells a limit of a million.
    /// </summary>
    public bool RateLimit { get; init; } = true;

    /// <summary>
    /// Rows of each small list: users, teams, tags, views, rules, macros, integrations, widgets, jobs, and custom
    /// fields of tickets and of customers. At least the few named ones; more than 100 make them longer than a page.
    /// Default 120, at most 10,000.
    /// </summary>
    public int Rows { get; init; } = RowsDefault;

    /// <summary>How long a cursor is taken after it was given out. Default: for ever.</summary>
    public TimeSpan? CursorLifetime { get; init; }

    public int Seed { get; init; } = SeedDefault;

    /// <summary>The e-mail address of the user whose key it is.</summary>
    public string Username { get; init; } = "ops@fuchsia.example";

    /// <summary>
    /// The API key: the password of basic sign-in, or the bearer token. Default: made from <see cref="Seed"/>.
    /// </summary>
    public string Password
    {
        get => field ?? Gorgias.ApiKey.Of(Seed);
        init;
    }

    /// <summary>The clock of limits, changes and latency.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
