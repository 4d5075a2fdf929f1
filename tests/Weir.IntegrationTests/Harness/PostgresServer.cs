using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

[assembly: AssemblyFixture(typeof(Weir.IntegrationTests.Harness.PostgresServer.End))]

namespace Weir.IntegrationTests.Harness;

/// <summary>
/// A PostgreSQL on a free port of this machine, with a data folder of its own, that is gone when the tests end, however
/// they end. It sorts as English does, so that what relies on the database's language shows.
/// </summary>
/// <example>
/// <code>
/// var server = await PostgresServer.SharedAsync();
/// await using var database = await server.NewDatabaseAsync();
/// </code>
/// </example>
internal sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>The user of the tests' databases; it is nobody's administrator.</summary>
    private const string User = "weir";

    private const string Password = "hunter2-of-the-database";

    /// <summary>
    /// Makes the data folder, starts the server and does what its standard input says, a word a line: <c>stop</c> (in
    /// order), <c>crash</c>, <c>start</c>. At the end of the input it stops and takes the folder away.
    /// </summary>
    private const string Script =
        """
        bin=$1 port=$2 password=$3; shift 3
        cd / && umask 077 && folder=$(mktemp -d /tmp/weir-postgres-XXXXXX) || exit 1
        pid=
        trap '[ -z "$pid" ] || { kill -QUIT $pid; wait $pid; }; rm -rf "$folder"' EXIT
        trap '' INT TERM HUP
        echo "$password" >"$folder/password"
        locale='--locale=C --encoding=UTF8'
        "$bin/initdb" --help | grep -q icu-locale && locale="$locale --locale-provider=icu --icu-locale=en-US"
        "$bin/initdb" -D "$folder/data" -U postgres -A scram-sha-256 --pwfile="$folder/password" --no-sync $locale >"$folder/log" 2>&1 ||
          { cat "$folder/log" >&2; exit 1; }
        start() {
          "$bin/postgres" -D "$folder/data" -k "$folder" -p "$port" -c listen_addresses=127.0.0.1 -c max_connections=300 \
            -c shared_buffers=64MB "$@" >"$folder/log" 2>&1 </dev/null &
          pid=$!
          until "$bin/pg_isready" -q -h "$folder" -p "$port"; do
            kill -0 $pid 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
            sleep 0.05
          done
        }
        start "$@" && echo done
        while read -r word; do
          case $word in
            start) start "$@" ;;
            stop) kill -INT $pid; wait $pid; pid= ;;
            crash) kill -QUIT $pid; wait $pid; pid= ;;
          esac
          echo done
        done
        """;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private static readonly Lazy<Task<PostgresServer>> Shared =
        new(() => StartAsync("-c", "fsync=off", "-c", "full_page_writes=off"));

    private readonly Process _process;
    private readonly int _port;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private int _databases;

    private PostgresServer(Process process, int port) => (_process, _port) = (process, port);

    /// <summary>One for all tests, started when the first asks. Skips the test where there is no PostgreSQL.</summary>
    public static Task<PostgresServer> SharedAsync()
    {
        SkipWithout();
        return Shared.Value;
    }

    /// <summary>One for a test that stops it; what it commits is on the disk. Skips the test where there is no PostgreSQL.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        SkipWithout();
        return await StartAsync([]);
    }

    /// <summary>An empty database.</summary>
    /// <param name="template">Copies this one instead.</param>
    public async Task<PostgresOfTest> NewDatabaseAsync(string? template = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"weir_{Interlocked.Increment(ref _databases)}");
        await AdministerAsync($"create database {name} owner {User}" + (template is null ? "" : $" template {template}"));
        return new PostgresOfTest(this, name, Settings(name, User));
    }

    /// <summary>Runs SQL as the server's administrator.</summary>
    public async Task AdministerAsync(string sql, string database = "postgres")
    {
        await using var connection = await ConnectAsync(database);
#pragma warning disable CA2100 // A test's own words.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A connection of the server's administrator.</summary>
    internal async Task<NpgsqlConnection> ConnectAsync(string database)
    {
        var connection = new NpgsqlConnection(Settings(database, "postgres") + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Stops it as an administrator does: what is under way is cut off, what is committed is written.</summary>
    public Task StopAsync() => TellAsync("stop");

    /// <summary>Ends it at once; the next start recovers from its log.</summary>
    public Task CrashAsync() => TellAsync("crash");

    public Task StartAgainAsync() => TellAsync("start");

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(Bound, TimeProvider.System);
        _process.Dispose();
        _gate.Dispose();
    }

    private static void SkipWithout()
    {
        Assert.SkipWhen(Programs() is null, "PostgreSQL is not installed: there is no initdb in /usr/lib/postgresql or on the PATH.");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The server of the tests is started by a shell.");
    }

    /// <summary>The folder of initdb, postgres and pg_isready: Debian's newest, else what the PATH has.</summary>
    private static string? Programs()
    {
        const string debian = "/usr/lib/postgresql";
        var folders = Directory.Exists(debian)
            ? Directory.GetDirectories(debian).OrderByDescending(d => int.TryParse(Path.GetFileName(d), out var v) ? v : 0)
                .Select(d => Path.Combine(d, "bin"))
            : [];
        return folders.Concat(Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [])
            .FirstOrDefault(f => File.Exists(Path.Combine(f, "initdb")) && File.Exists(Path.Combine(f, "pg_isready")));
    }

    private static async Task<PostgresServer> StartAsync(params string[] settings)
    {
        var port = FreePort();
        string[] shell = ["sh", "-c", Script, "weir-postgres", Programs()!, $"{port}", Password, .. settings];
        // PostgreSQL does not run as root.
        string[] line = Environment.IsPrivilegedProcess ? ["setpriv", .. Somebody(), .. shell] : shell;
        var server = new PostgresServer(
            Process.Start(new ProcessStartInfo(line[0], line[1..])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!,
            port);
        await server.AnsweredAsync();
        await server.AdministerAsync($"create role {User} login password '{Password}'");
        return server;
    }

    private static string[] Somebody()
    {
        var user = File.ReadLines("/etc/passwd").Any(l => l.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";
        return [$"--reuid={user}", "--regid=" + (user == "postgres" ? user : "nogroup"), "--clear-groups"];
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string Settings(string database, string user) =>
        $"Host=127.0.0.1;Port={_port};Database={database};Username={user};Password={Password}";

    private async Task TellAsync(string word)
    {
        await _gate.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(word);
            await _process.StandardInput.FlushAsync();
            await AnsweredAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task AnsweredAsync()
    {
        if (await _process.StandardOutput.ReadLineAsync().WaitAsync(Bound, TimeProvider.System) != "done")
        {
            throw new InvalidOperationException($"PostgreSQL did not start: {await _process.StandardError.ReadToEndAsync()}");
        }
    }

    /// <summary>Stops the shared server when all tests have ended.</summary>
    internal sealed class End : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (Shared.IsValueCreated)
            {
                await (await Shared.Value).DisposeAsync();
            }
        }
    }
}

/// <summary>A database of one test, gone with it.</summary>
/// <param name="server">Where it is.</param>
/// <param name="name">Its name.</param>
/// <param name="settings">What <c>WEIR_DATABASE</c> says.</param>
internal sealed class PostgresOfTest(PostgresServer server, string name, string settings) : IAsyncDisposable
{
    public PostgresServer Server => server;

    public string Name => name;

    public string Settings => settings;

    /// <summary>Runs SQL in it as the administrator.</summary>
    public Task AdministerAsync(string sql) => server.AdministerAsync(sql, name);

    /// <summary>Holds a table fast until somebody waits for it, and meanwhile does something.</summary>
    public async Task WhileHeldAsync(string table, Func<Task> work)
    {
        await using var connection = await server.ConnectAsync(name);
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, $"lock table {table} in access exclusive mode");
        await Wait.UntilAsync(
            async () => await ExecuteAsync(
                connection,
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") is > 0L,
            TimeSpan.FromMinutes(1));
        await work();
    }

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // A test's own words.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync() => await server.AdministerAsync($"drop database if exists {name} with (force)");
}

/// <summary>The databases that a server may use.</summary>
public enum DatabaseKind
{
    Sqlite,
    Postgres,
}
