using Weir.Engine.Audit;
using Weir.Engine.Retention;
using Weir.Model;
using Weir.Storage;

namespace Weir.Hosting;

/// <summary>What the operator decides. Read from the environment by <see cref="WeirOptionsReader"/>.</summary>
public sealed record WeirOptions
{
    public const string UrlsDefault = "http://127.0.0.1:7300";
    public const int ApiTokenCharactersMin = 32;
    public const int AuditKeepDaysMax = 3650;

    /// <summary><c>WEIR_DATA</c>: the folder of everything stored. Default <c>~/.local/share/weir</c>.</summary>
    public required string Data { get; init; }

    /// <summary><c>WEIR_DATABASE</c>: the PostgreSQL database. Default none: SQLite in the data folder.</summary>
    public PostgresTarget? Database { get; init; }

    /// <summary><c>WEIR_URLS</c>: where to listen, http addresses. Port 0 takes a free one. Default <see cref="UrlsDefault"/>.</summary>
    public IReadOnlyList<Uri> Urls { get; init; } = [new(UrlsDefault)];

    /// <summary><c>WEIR_PUBLIC_URL</c>: where people reach it through a proxy: scheme, host, port. Default: where it listens.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>
    /// <c>WEIR_OWNER_EMAIL</c> and <c>WEIR_OWNER_PASSWORD</c>: made on a start without an owner. Default: a code is printed
    /// with which an owner can be made.
    /// </summary>
    public OwnerOption? Owner { get; init; }

    /// <summary><c>WEIR_API_TOKEN</c>: an administrator's token, at least 32 characters. Default none.</summary>
    public Secret? ApiToken { get; init; }

    /// <summary><c>WEIR_MASTER_KEY</c>: 32 bytes in base64. Default none.</summary>
    public Secret? MasterKey { get; init; }

    /// <summary><c>WEIR_MASTER_KEY_FILE</c>: a file with the key. Default: one is made in the data folder.</summary>
    public string? MasterKeyFile { get; init; }

    /// <summary><c>WEIR_MASTER_KEY_COMMAND</c>: a command that prints the key. Default none.</summary>
    public string? MasterKeyCommand { get; init; }

    /// <summary><c>WEIR_MASTER_KEY_PREVIOUS</c>: the key before, as long as data keys may be wrapped by it. Default none.</summary>
    public Secret? MasterKeyPrevious { get; init; }

    /// <summary><c>WEIR_MASTER_KEY_PREVIOUS_FILE</c>: a file with the key before. Default none.</summary>
    public string? MasterKeyPreviousFile { get; init; }

    /// <summary><c>WEIR_MASTER_KEY_PREVIOUS_COMMAND</c>: a command that prints the key before. Default none.</summary>
    public string? MasterKeyPreviousCommand { get; init; }

    /// <summary><c>WEIR_FILES</c>: the folder inside which the application <c>files</c> works. Default <c>files</c> in the data folder.</summary>
    public required string Files { get; init; }

    /// <summary><c>WEIR_PAGES</c>: the folder of the built web pages. Default <c>web</c> beside the program, if there is one.</summary>
    public string? Pages { get; init; }

    /// <summary><c>Weir__Applications__&lt;key&gt;__BaseUri</c>: the operator's own base addresses by application.</summary>
    public IReadOnlyDictionary<string, string> BaseUris { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// <c>Weir__Applications__&lt;key&gt;__Headroom</c>: percent of each account's limit that are left to others, as in
    /// <c>10%</c>, at most 90 %. Default none.
    /// </summary>
    public IReadOnlyDictionary<string, int> Headroom { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary><c>Weir__Network__AllowPrivateHosts</c>: user-given addresses may be loopback or private. Default false.</summary>
    public bool AllowPrivateHosts { get; init; }

    /// <summary><c>Weir__Audit__KeepDays</c>: how long the audit keeps what was done, 1–3650 days. Default 400.</summary>
    public int AuditKeepDays { get; init; } = AuditTrail.KeepDaysDefault;

    /// <summary>
    /// <c>Weir__Runs__KeepDays</c>: how long runs and their logs are kept after their end, and <c>Weir__Errors__KeepDays</c>: how
    /// long resolved errors are kept with their records; 1–3650 days. Default 90. Open errors are kept for ever.
    /// </summary>
    public RetentionRules Retention { get; init; } = new();

    /// <summary>Variables that begin as ours do and that nothing reads: misspelt, perhaps.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];
}

/// <summary>The first owner, as the operator wants it.</summary>
public sealed record OwnerOption(string Email, Secret Password);
