using Npgsql;

namespace Weir.Storage;

/// <summary>
/// Which PostgreSQL database, as <c>WEIR_DATABASE</c> says it: the words of Npgsql, such as
/// <c>Host=db.example;Database=weir;Username=weir;Password=…</c>. What it prints holds no secret.
/// </summary>
public sealed class PostgresTarget
{
    private const int ReadersMax = 20;
    private const int PreparedMax = 200;

    // A bulk change has no upper bound of rows; a connection that hangs is given up at last.
    private const int CommandSecondsMax = 600;

    private readonly NpgsqlConnectionStringBuilder _settings;

    private PostgresTarget(NpgsqlConnectionStringBuilder settings) => _settings = settings;

    /// <summary>Host and port; a folder where it is a local socket.</summary>
    public string Address => $"{_settings.Host}:{_settings.Port}";

    public string Database => _settings.Database ?? User;

    public string User => _settings.Username ?? Environment.UserName;

    /// <summary>For the one connection that writes.</summary>
    internal string Writer => With(s => s.Pooling = false);

    /// <summary>For those that read.</summary>
    internal string Readers => With(s => s.Pooling = true);

    /// <summary>Throws <see cref="FormatException"/> with a sentence that repeats nothing of the text.</summary>
    public static PostgresTarget Parse(string text)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException or NotSupportedException)
        {
            // Npgsql's own message may show what stands behind a semicolon in a password.
            throw new FormatException(
                "it cannot be read; write Host=…;Database=…;Username=…;Password=…, a value with a semicolon in double quotes", e);
        }

        if (string.IsNullOrWhiteSpace(settings.Host))
        {
            throw new FormatException("it names no host; write Host=…;Database=…;Username=…;Password=…");
        }

        return settings.Host.Contains(',', StringComparison.Ordinal)
            ? throw new FormatException("it names several hosts; give the one name that follows the primary")
            : new PostgresTarget(settings);
    }

    /// <summary>For people: no password in it.</summary>
    public override string ToString() => $"PostgreSQL database {Database} at {Address}";

    private string With(Action<NpgsqlConnectionStringBuilder> change)
    {
        var settings = new NpgsqlConnectionStringBuilder(_settings.ConnectionString)
        {
            Multiplexing = false,
            Enlist = false,
            IncludeErrorDetail = false,
            LogParameters = false,
            TcpKeepAlive = true,
            ApplicationName = _settings.ApplicationName ?? "weir",
        };
        settings.CommandTimeout = Given(settings.CommandTimeout, 30, CommandSecondsMax);
        settings.MaxPoolSize = Given(settings.MaxPoolSize, 100, ReadersMax);
        settings.MaxAutoPrepare = Given(settings.MaxAutoPrepare, 0, PreparedMax);
        change(settings);
        return settings.ConnectionString;
    }

    // What the operator has set stays.
    private static int Given(int value, int usual, int ours) => value == usual ? ours : value;
}
