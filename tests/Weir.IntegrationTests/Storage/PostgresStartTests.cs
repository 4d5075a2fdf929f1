using System.Net;
using System.Net.Sockets;
using Npgsql;
using Weir.IntegrationTests.Harness;
using Weir.Storage;

namespace Weir.IntegrationTests.Storage;

public sealed class PostgresStartTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly DateTimeOffset Later = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TestFolder _folder = new();
    private PostgresOfTest _database = null!;

    public async ValueTask InitializeAsync() => _database = await (await PostgresServer.SharedAsync()).NewDatabaseAsync();

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task What_was_stored_is_there_after_a_restart()
    {
        await FillAsync();

        await using var stores = await OpenAsync();
        Assert.Equal(["budget"], (await stores.Pauses.AllAsync(DateTimeOffset.UnixEpoch, None)).Select(p => p.Budget));
    }

    [Fact]
    public async Task Every_text_is_collated_by_its_bytes()
    {
        await FillAsync();

        var others = await ReadAsync(
            """
            select coalesce(string_agg(table_name || '.' || column_name, ', '), '') from information_schema.columns
            where table_schema = 'public' and data_type = 'text' and collation_name is distinct from 'C'
            """);
        Assert.Equal("", others);
    }

    [Fact]
    public async Task A_second_server_on_the_same_database_is_refused_until_the_first_is_gone()
    {
        using var elsewhere = new TestFolder();
        var first = await OpenAsync();
        await RefusesAsync("Another Weir is at work on the PostgreSQL database", elsewhere);
        await first.Pauses.SetAsync("budget", Later, "still at work", None);
        await first.DisposeAsync();

        await using var second = await OpenAsync(folder: elsewhere);
        Assert.Single(await second.Pauses.AllAsync(DateTimeOffset.UnixEpoch, None));
    }

    [Fact]
    public async Task A_second_server_on_the_same_data_folder_is_refused()
    {
        await using var other = await _database.Server.NewDatabaseAsync();
        await using var first = await OpenAsync();

        await RefusesAsync("Another Weir is running on the data folder", _folder, other.Settings);
    }

    [Fact]
    public async Task Two_schemas_of_a_database_are_two_servers_data()
    {
        await _database.AdministerAsync("create schema \"Second one\" authorization weir");
        using var elsewhere = new TestFolder();
        await using var first = await OpenAsync();
        await using var second = await OpenAsync(_database.Settings + ";Search Path='\"Second one\"'", elsewhere);
        await first.Pauses.SetAsync("budget", Later, "of the first", None);

        Assert.Empty(await second.Pauses.AllAsync(DateTimeOffset.UnixEpoch, None));
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_refused()
    {
        await FillAsync();
        await _database.AdministerAsync("update weir_schema set version = 1000");

        await RefusesAsync("was written by a newer Weir (schema 1000");
        Assert.Equal("1000", await ReadAsync("select version::text from weir_schema"));
    }

    [Fact]
    public async Task Another_programs_database_is_refused_and_stays_as_it_is()
    {
        await _database.AdministerAsync("create table notes (id integer)");

        await RefusesAsync("is not one of Weir's");
        Assert.Equal("notes", await ReadAsync("select string_agg(relname, ' ') from pg_class where relnamespace = 'public'::regnamespace"));
    }

    [Fact]
    public async Task A_user_that_may_not_make_tables_is_refused()
    {
        await _database.AdministerAsync($"alter database {_database.Name} owner to postgres; revoke create on schema public from public");

        await RefusesAsync("The user 'weir' may not make or change tables");
    }

    [Fact]
    public async Task A_database_that_cannot_hold_every_text_is_refused()
    {
        await _database.Server.AdministerAsync(
            $"create database {_database.Name}_latin owner weir template template0 encoding 'LATIN1' locale_provider libc locale 'C'");
        try
        {
            await RefusesAsync("stores its text as LATIN1", _folder, Other("Database", _database.Name + "_latin"));
        }
        finally
        {
            await _database.Server.AdministerAsync($"drop database {_database.Name}_latin");
        }
    }

    [Theory]
    [InlineData("Password", "not-this-one", "refuses the user 'weir'")]
    [InlineData("Username", "nobody-here", "refuses the user 'nobody-here'")]
    [InlineData("Database", "not-there", "There is no database 'not-there' at 127.0.0.1")]
    [InlineData("Search Path", "not_there", "has no schema")]
    public async Task A_wrong_setting_is_one_sentence(string name, string value, string sentence) =>
        await RefusesAsync(sentence, _folder, Other(name, value));

    [Fact]
    public async Task A_server_that_is_not_there_is_one_sentence()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();

        await RefusesAsync($"PostgreSQL at 127.0.0.1:{port} cannot be reached", _folder, Other("Port", $"{port}"));
    }

    [Fact]
    public async Task After_a_refused_start_the_folder_is_free()
    {
        await RefusesAsync("There is no database", _folder, Other("Database", "not-there"));

        await FillAsync();
    }

    [Fact]
    public async Task A_closed_database_says_so()
    {
        var stores = await OpenAsync();
        await stores.DisposeAsync();
        await stores.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => stores.Pauses.AllAsync(Later, None));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => stores.Pauses.SetAsync("b", Later, "", None));
    }

    private string Other(string name, string value) =>
        new NpgsqlConnectionStringBuilder(_database.Settings) { [name] = value }.ConnectionString;

    private async Task<DatabaseStores> OpenAsync(string? settings = null, TestFolder? folder = null) =>
        await DatabaseStores.OpenAsync(
            (folder ?? _folder).Path, PostgresTarget.Parse(settings ?? _database.Settings), None);

    private async Task FillAsync()
    {
        await using var stores = await OpenAsync();
        await stores.Pauses.SetAsync("budget", Later, "told so", None);
    }

    private async Task RefusesAsync(string sentence, TestFolder? folder = null, string? settings = null)
    {
        var refusal = await Assert.ThrowsAsync<StorageStartException>(() => OpenAsync(settings, folder));

        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.DoesNotContain("hunter2", refusal.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("not-this-one", refusal.ToString(), StringComparison.Ordinal);
    }

    private async Task<string?> ReadAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_database.Settings + ";Pooling=false");
        await connection.OpenAsync(None);
#pragma warning disable CA2100 // Constants only.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return (string?)await command.ExecuteScalarAsync(None);
    }
}
